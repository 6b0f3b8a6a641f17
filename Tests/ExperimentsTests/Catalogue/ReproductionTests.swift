import ExperimentFiles
import Foundation
import RunStore
import TestSupport
import Testing

@testable import Experiments

// One after another: each runs its networks side by side.
@Suite("Reproductions", .serialized)
struct ReproductionTests {
  @Test(
    "At quick size every verdict is as it should be, and there is a figure",
    arguments: ReproductionCatalogue.all.filter { reproduction in
      // Data that does not come with DeepLinear is for DataCouplingTests.
      reproduction.parts.allSatisfy { ($0.dataSet ?? .ones) == .ones }
    }.map(\.identifier))
  func verdicts(identifier: String) async throws {
    let reproduction = try ReproductionCatalogue.reproduction(identifier)
    let findings = try await withTemporaryFolder(awaiting: { folder in
      let run = ReproductionRun(
        .quick, in: folder, environment: RunEnvironment(version: "test"))
      return try await run.output(of: reproduction).findings
    })
    #expect(!findings.figures.isEmpty || !findings.strips.isEmpty)
    #expect(!findings.verdicts.isEmpty)
    for verdict in findings.verdicts {
      #expect(verdict.isGreen, "\(verdict.claim): \(verdict.word), \(verdict.evidence)")
      #expect(!verdict.evidence.isEmpty)
    }
    let names = findings.figures.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test("Every identifier is there once; an unknown one is refused with the way to the list")
  func identifiers() {
    let identifiers = ReproductionCatalogue.all.map(\.identifier)
    #expect(Set(identifiers).count == identifiers.count)
    #expect(throws: ExperimentError.self) {
      try ReproductionCatalogue.reproduction("chou2022/figure99")
    }
  }

  @Test("The ones that come with the program are those of the example")
  func ones() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let example = package.appending(path: "Examples/data/ones-images.idx.gz")
    try withTemporaryFolder { folder in
      try DataSet.writeOnes(to: folder)
      let copy = URL(fileURLWithPath: folder).appending(path: "ones-images.idx.gz")
      #expect(try Data(contentsOf: copy) == Data(contentsOf: example))
    }
  }

  @Test("A verdict is green when a true claim holds and a false one fails")
  func verdict() {
    let cases = [
      (true, true, true), (false, true, false), (true, false, false), (false, false, true),
    ]
    for (holds, isExpected, isGreen) in cases {
      let verdict = Verdict("claim", holds: holds, isExpected: isExpected, evidence: "1")
      #expect(verdict.isGreen == isGreen)
    }
  }

  @Test("Every entry has an experiment at quick size, unless its data do not come with DeepLinear")
  func quickExperiments() throws {
    try withTemporaryFolder { folder in
      for reproduction in ReproductionCatalogue.all {
        let file = try reproduction.quickExperiment(unpackingTo: folder)
        guard let file else {
          #expect(reproduction.identifier == "gidel2019/table1")
          continue
        }
        _ = try PreparedExperiment(file.description, resolve: file.resolve)
      }
    }
  }
}
