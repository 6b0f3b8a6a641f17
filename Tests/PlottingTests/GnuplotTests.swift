import Foundation
import FoundationXML
import Testing

@testable import Plotting

/// These tests need gnuplot, except those of a missing or faulty program.
///
/// One after the other: a child that outlives the hanging program would keep files open that other
/// tests' programs had open when it started, and so delay the news of their end.
@Suite("Drawing with gnuplot", .serialized)
struct GnuplotTests {
  private let figure = Figure(
    title: "a_title",
    panels: [
      Panel(
        title: "50% {of} σ\(subscript: 1)", xAxis: Axis("time & 'tide'", scale: .logarithmic),
        yAxis: Axis("‖W‖ <η>"), topAxis: Axis(#"a\b"#),
        curves: [
          Curve("net_2", x: [0, 1, 10, 100], y: [1, 2, .nan, 3]),
          Curve(
            "top", x: [5, 6], y: [2, 2], style: .indexed(1, form: .lineAndPoints), axis: .top),
        ],
        referenceLines: [.horizontal(2.5, "level"), .vertical(3, "mark")],
        bands: [.vertical(2...5, "band")])
    ])

  /// Calls the body with a new folder that is removed afterwards.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("plots ' \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test("A legend tells a dashed curve from a solid one of the same colour")
  func dashesOfOneColour() throws {
    try withFolder { folder in
      let colour = Colour.indexed(0)
      let panel = Panel(
        xAxis: Axis("x"), yAxis: Axis("y"),
        curves: [
          Curve("solid", x: [0, 1], y: [0, 1], style: CurveStyle(colour: colour)),
          Curve("dashed", x: [0, 1], y: [1, 0], style: CurveStyle(colour: colour, dash: .dashed)),
        ])
      let path = folder.appendingPathComponent("legend.svg").path
      try Gnuplot().render(Figure(panels: [panel]), to: path)
      let text = try String(contentsOfFile: path, encoding: .utf8)
      // The curve and its sample; the grid and reference lines are not drawn by these dashes.
      let paths = text.components(separatedBy: "<path").filter { $0.contains("0, 114, 178") }
      #expect(paths.count { $0.contains("stroke-dasharray") } == 2)
      #expect(paths.count { !$0.contains("stroke-dasharray") } == 2)
    }
  }

  private func contents(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test(
    "each format begins with its own signature, and nothing but picture and script is left",
    arguments: zip(PlotFormat.allCases, ["<?xml", "\u{89}PNG", "%PDF"]))
  func formats(format: PlotFormat, signature: String) throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("it's.\(format.rawValue)").path
      try Gnuplot().render(figure, to: path)
      let start = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(signature.count)
      #expect(Array(start) == signature.unicodeScalars.map { UInt8($0.value) })
      #expect(try contents(folder) == ["it's.gp", "it's.\(format.rawValue)"].sorted())
    }
  }

  @Test("the SVG is well-formed, holds all labels literally, and is the same each time")
  func svg() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("run.svg")
      try Gnuplot().render(figure, to: url.path)
      let first = try Data(contentsOf: url)
      let text = try #require(XMLDocument(data: first).rootElement()?.stringValue)
      let labels = [
        "a_title", "50% {of} σ", "time & 'tide'", "‖W‖ <η>", #"a\b"#, "net_2", "top", "level",
        "mark", "band",
      ]
      for label in labels { #expect(text.contains(label), "\(label)") }
      try Gnuplot().render(figure, to: url.path)
      #expect(try Data(contentsOf: url) == first)
    }
  }

  @Test(
    "no data make gnuplot fail",
    arguments: [
      [], [.nan, .nan], [0, 0], [-1, -2], [1e300, -1e300], [1, 1], [.leastNonzeroMagnitude, 1],
      [1e-250, 1e250],
    ], [Axis.Scale.linear, .logarithmic])
  func oddData(values: [Double], scale: Axis.Scale) throws {
    try withFolder { folder in
      let panel = Panel(
        xAxis: Axis("x", scale: scale), yAxis: Axis("y", scale: scale),
        topAxis: Axis("t", scale: scale),
        curves: [
          Curve("a", x: values, y: values.reversed()), Curve(x: values, y: values, axis: .top),
        ])
      let figure = Figure(panels: [panel, Panel(xAxis: Axis(""), yAxis: Axis(""), curves: [])])
      try Gnuplot().render(figure, to: folder.appendingPathComponent("odd.svg").path)
      #expect(try contents(folder) == ["odd.gp", "odd.svg"])
    }
  }

  @Test("a figure without panels is an empty picture")
  func noPanels() throws {
    try withFolder { folder in
      try Gnuplot().render(
        Figure(panels: []), to: folder.appendingPathComponent("none.svg").path)
      #expect(try contents(folder) == ["none.gp", "none.svg"])
    }
  }

  @Test("without gnuplot the error says how to get it, and the script waits beside")
  func notInstalled() throws {
    try withFolder { folder in
      let script = folder.appendingPathComponent("run.gp").path
      let error = PlottingError.notInstalled(
        lookedFor: "GNUPLOT is '/missing/gnuplot'", script: script)
      #expect(throws: error) {
        try Gnuplot(environment: ["GNUPLOT": "/missing/gnuplot"])
          .render(figure, to: folder.appendingPathComponent("run.svg").path)
      }
      #expect(error.description.contains("apt-get install gnuplot-nox"))
      let text = try String(contentsOfFile: script, encoding: .utf8)
      #expect(text == figure.gnuplotScript(format: .svg, fileName: "run.svg"))
    }
  }

  @Test("a file that is no program is as good as none", arguments: ["/usr", "no-such-gnuplot", ""])
  func noProgram(named: String) throws {
    try withFolder { folder in
      let error = #expect(throws: PlottingError.self) {
        try Gnuplot(environment: ["GNUPLOT": named, "PATH": folder.path])
          .render(figure, to: folder.appendingPathComponent("run.pdf").path)
      }
      guard case .notInstalled = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      let files = try contents(folder)
      #expect(files == ["run.gp"])
    }
  }

  @Test("the script, run by hand in its folder, writes the picture under its name")
  func byHand() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("run.svg").path
      try Gnuplot().render(figure, to: path)
      let drawn = try Data(contentsOf: URL(fileURLWithPath: path))
      try FileManager.default.removeItem(atPath: path)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["gnuplot", "run.gp"]
      process.currentDirectoryURL = folder
      try process.run()
      process.waitUntilExit()
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == drawn)
    }
  }

  @Test("pictures leave no open file behind")
  func openFiles() async {
    // In a process of its own: other tests open files meanwhile.
    await #expect(processExitsWith: .success) {
      let tests = GnuplotTests()
      func openFileCount() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      try tests.withFolder { folder in
        let path = folder.appendingPathComponent("run.svg").path
        // The first one opens what all of them share.
        try Gnuplot().render(tests.figure, to: path)
        let count = try openFileCount()
        for _ in 0..<10 { try Gnuplot().render(tests.figure, to: path) }
        #expect(try openFileCount() < count + 10)
      }
    }
  }

  @Test("a name that looks like an option is a name")
  func optionName() throws {
    try withFolder { folder in
      try Gnuplot().render(figure, to: folder.appendingPathComponent("-e.svg").path)
      let files = try contents(folder)
      #expect(files == ["-e.gp", "-e.svg"])
    }
  }

  @Test("a path without a known extension is refused before anything is written")
  func unknownFormat() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("run.gif").path
      #expect(throws: PlottingError.unknownFormat(path: path)) {
        try Gnuplot().render(figure, to: path)
      }
      let files = try contents(folder)
      #expect(files.isEmpty)
    }
  }

  @Test("a folder that is not there is an error with the path of the script")
  func noFolder() throws {
    let error = #expect(throws: PlottingError.self) {
      try Gnuplot().render(figure, to: "/no/such/folder/run.svg")
    }
    guard case .cannotWrite("/no/such/folder/run.gp", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// Renders with a shell script in gnuplot's place and returns the error.
  private func failure(of shell: String, timeLimit: Double) throws -> PlottingError? {
    var failure: PlottingError?
    try withFolder { folder in
      let program = folder.appendingPathComponent("gnuplot")
      try Data("#!/bin/sh\n\(shell)\n".utf8).write(to: program)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: program.path)
      do {
        try Gnuplot(environment: ["PATH": "/missing:\(folder.path)"], timeLimit: timeLimit)
          .render(figure, to: folder.appendingPathComponent("run.svg").path)
      } catch let error as PlottingError {
        failure = error
      }
      #expect(try contents(folder) == ["gnuplot", "run.gp"])
    }
    return failure
  }

  @Test("a failing program's own message is passed on, however long")
  func failed() throws {
    // More than any pipe holds.
    let shell =
      "i=0; while [ $i -lt 3000 ]; do echo '\(String(repeating: "m", count: 99))' >&2;"
      + " i=$((i+1)); done; exit 3"
    guard case .failed(let message, _) = try failure(of: shell, timeLimit: 30) else {
      Issue.record("no failure")
      return
    }
    #expect(message.count == 3000 * 100 - 1)
  }

  @Test("a picture without its end is an error, as when the disk fills, and does not appear")
  func cutOff() throws {
    // The name of the picture stands in the third argument, output='NAME'.
    let shell = "name=${3#output=\\'}; echo '<svg><g>' > \"${name%\\'}\""
    guard case .cannotWrite(_, let reason) = try failure(of: shell, timeLimit: 30) else {
      Issue.record("no failure")
      return
    }
    #expect(reason.contains("is the disk full?"))
  }

  @Test("a program that hangs is stopped, though it ignores polite signals and has a child")
  func hangs() throws {
    let start = ContinuousClock.now
    let error = try failure(of: "trap '' TERM; read line; sleep 20; :", timeLimit: 0.3)
    #expect(ContinuousClock.now - start < .seconds(15))
    guard case .timedOut(0.3, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
