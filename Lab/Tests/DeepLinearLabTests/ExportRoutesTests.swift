import DeepLinear
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import DeepLinearLab

@Suite("Exports")
struct ExportRoutesTests {
  private static let query = "?preset=lesson/negative&steps=40&seed=3&spectrum=3,+1,+-2"

  @Test("The experiment file gives, run by the library, the records of the table")
  func records() async throws {
    try await SampleLab.ask { client, _ in
      let text = try await client.ask("/api/export/experiment.yaml\(Self.query)").text
      let file = try ExperimentFile(text: text, fileName: "lab.yaml")
      let experiment = try PreparedExperiment(file.description, resolve: file.resolve)
      let result = try await ExperimentRun(experiment).result()
      let table = try await client.ask("/api/export/trajectory.csv\(Self.query)")
      #expect(table.text == result.trajectoryText)
      #expect(table.headers[.contentDisposition]?.contains("trajectory.csv") == true)
    }
  }

  @Test("The figure is an SVG")
  func figure() async throws {
    try await SampleLab.ask { client, _ in
      let answer = try await client.ask("/api/export/figure.svg\(Self.query)")
      #expect(
        answer.status == .ok && answer.text.contains("<svg") && answer.text.contains("</svg>"))
    }
  }

  @Test("What is wrong with a query has its sentence")
  func refusal() async throws {
    try await SampleLab.ask { client, _ in
      let answer = try await client.ask("/api/export/trajectory.csv?stepSize=x")
      #expect(answer.status == .badRequest)
      #expect(try answer.object["key"] as? String == "stepSize")
    }
  }

  @Test("A run that takes too long ends with a sentence")
  func limit() async throws {
    var limits = LabLimits()
    limits.exportSeconds = 0.2
    try await SampleLab.ask(limits: limits) { client, _ in
      let long = "?rows=150&columns=150&depths=3&spectrum=1&steps=9000&stepSize=0.001"
      let answer = try await client.ask("/api/export/trajectory.csv\(long)")
      #expect(
        answer.status == .badRequest && answer.text.contains("longer than 0.2 s"), "\(answer.text)")
    }
  }

  @Test("The page for a class holds every lesson, its curves, and nothing from elsewhere")
  func offline() async throws {
    let chart = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data("/* chart */".utf8).write(to: chart)
    defer { try? FileManager.default.removeItem(at: chart) }
    let page = try await OfflinePage(chartLibrary: chart.path).html()
    for lesson in Lesson.all { #expect(page.contains(lesson.question)) }
    #expect(page.contains("/* chart */") && !page.contains("{{"))
    #expect(!page.contains("src=\"/") && !page.contains("href=\"/") && !page.contains("https://"))
    #expect(throws: LabError.self) { try PageFiles.chartScript(at: "/none") }
  }

  @Test("The catalogue's entries are found by their names, and their pictures by the record alone")
  func reproductions() async throws {
    try await SampleLab.ask { client, _ in
      for path in [
        "/api/reproductions/chou2022/none/events", "/api/reproductions/a/b/figures/c.svg",
      ] {
        #expect(try await client.ask(path).status == .notFound)
      }
      let path = "/api/reproductions/gidel2019/theorem1"
      #expect(try await client.ask("\(path)/events").status == .forbidden)
      let ticket = try #require(try await client.ask(path, .post).object["ticket"] as? String)
      let events = try await client.ask("\(path)/events?ticket=\(ticket)").text
      #expect(events.contains("event: result") && events.contains("\"isGreen\":true"))
      let url = try #require(events.firstMatch(of: /"url":"([^"]+)"/)).output.1
      #expect(try await client.ask(String(url)).status == .ok)
      let folder = url.split(separator: "/").dropLast().joined(separator: "/")
      for name in ["..%2fsummary.json", "theorem1.gp", "none.svg"] {
        #expect(try await client.ask("/\(folder)/\(name)").status == .notFound, "\(name)")
      }
    }
  }
}
