import Foundation
import MatrixFiles
import RunStore
import TestSupport
import Testing

@testable import Experiments

@Suite("Reading trajectory.csv")
struct TrajectoryReadingTests {
  private func reading(_ text: String) throws -> TrajectoryReading {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      try folder.write(Array(text.utf8), as: .trajectory)
      return try TrajectoryReading(folder)
    }
  }

  @Test("Networks are parted by their names, quoted ones too, and empty fields are nan")
  func values() throws {
    let reading = try reading(
      #"""
      network,step,time,loss,traceNorm,singularValue1
      "one, ""two""",0,0,0.1,inf,2
      "one, ""two""",5,0.5,0.05,7,1e-300
      3,7,0.7,,,0.5

      """#)
    #expect(reading.quantities == ["loss", "traceNorm", "singularValue1"])
    #expect(reading.networks.map(\.name) == ["one, \"two\"", "3"])
    let (first, second) = (reading.networks[0], reading.networks[1])
    #expect(first.steps == [0, 5] && first.times == [0, 0.5])
    #expect(first.columns == [[0.1, 0.05], [.infinity, 7], [2, 1e-300]])
    #expect(second.steps == [7] && second.times == [0.7])
    #expect(second.columns[0][0].isNaN && second.columns[1][0].isNaN)
    #expect(second.columns[2] == [0.5])
  }

  @Test(
    "A table that no run left is refused",
    arguments: [
      "", "a,b\n1,2\n", "network,step,time,loss\nn,1,2\n", "network,step,time,loss\nn,1,2,x\n",
    ])
  func refused(text: String) {
    #expect(throws: MatrixFileError.self) { try reading(text) }
  }
}
