import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import DeepLinearLab

@Suite("What is let through, and what browsers are told")
struct GuardianTests {
  @Test("The page comes with its token, and every answer with the headers")
  func page() async throws {
    try await SampleLab.ask { client, _ in
      for path in ["/", "/api/options", "/nothing"] {
        let response = try await client.ask(path)
        #expect(
          response.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        #expect(response.status == (path == "/nothing" ? .notFound : .ok))
      }
      let page = try await client.ask("/").text
      #expect(page.contains("content=\"\(SampleLab.token)\"") && !page.contains("{{"))
      #expect(try await client.ask("/assets/chart.js").text == "chart")
    }
  }

  @Test("Every file that the page names is served, and nothing else is")
  func files() async throws {
    try await SampleLab.ask { client, _ in
      let page = try await client.ask("/").text
      let names = page.matches(of: /"(\/assets\/[^"]+)"/).map { String($0.output.1) }
      #expect(names.count > 20)
      for name in names { #expect(try await client.ask(name).status == .ok, "\(name)") }
      for path in [
        "/assets/../Package.swift", "/assets/%2e%2e/index.html", "/assets/offline.html", "/assets/",
        "/etc/passwd",
      ] {
        #expect(try await client.ask(path).status == .notFound, "\(path)")
      }
    }
  }

  @Test("A change needs the page's token")
  func token() async throws {
    try await SampleLab.ask { client, _ in
      for path in [
        "/api/forecast", "/api/simulations", "/api/uploads?name=a.csv", "/api/runs/delete",
      ] {
        let answer = try await client.ask(path, .post, body: "{}", headers: [.token: "guess"])
        #expect(answer.status == .forbidden, "\(path)")
      }
    }
  }

  @Test(
    "Another host's name, and requests of foreign pages, are refused; a link to the page is not")
  func foreign() async throws {
    try await SampleLab.ask { client, _ in
      let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
      let mode = try #require(HTTPField.Name("Sec-Fetch-Mode"))
      #expect(
        try await client.ask("/api/options", headers: [site: "cross-site"]).status == .forbidden)
      #expect(
        try await client.ask("/", headers: [site: "cross-site", mode: "navigate"]).status == .ok)
      #expect(try await client.ask("/", headers: [site: "cross-site"]).status == .forbidden)
    }
  }

  @Test("Names of hosts, with ports and in brackets")
  func hosts() {
    let guardian = Guardian(token: "", hosts: ["localhost", "[::1]"])
    for name in ["localhost", "LOCALHOST:8080", "[::1]", "[::1]:80"] {
      #expect(guardian.answers(to: name), "\(name)")
    }
    for name in ["evil.example", "localhost.evil.example:80", "[::2]", "", nil] {
      #expect(!guardian.answers(to: name), "\(name ?? "none")")
    }
  }
}
