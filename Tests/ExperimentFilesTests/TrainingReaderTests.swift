import ExperimentFiles
import Testing
import TrainingDynamics

@Suite("Reading trainings")
struct TrainingReaderTests {
  private func network(_ training: String, depth: Int = 1) throws -> NetworkDescription {
    try SampleFile.description(
      network: "{depth: \(depth), initialization: {gaussian: 1}, training: \(training)}"
    ).networks[0]
  }

  @Test(
    "Every training becomes its value, with numbers in any common notation",
    arguments: [
      ("{descent: {stepSize: 1e-7, steps: 8000}}", Training.descent(stepSize: 1e-7, steps: 8000)),
      ("{descent: {stepSize: 1.0e-7, steps: 0}}", .descent(stepSize: 1e-7, steps: 0)),
      ("{descent: {stepSize: .5, steps: 1e8}}", .descent(stepSize: 0.5, steps: 100_000_000)),
      ("{descent: {stepSize: 1E-3, steps: 8_000}}", .descent(stepSize: 0.001, steps: 8000)),
      ("{descent: {stepSize: +1.5e+2, steps: 010}}", .descent(stepSize: 150, steps: 10)),
      (
        "{closedForm: {stepSize: 1, steps: 100000000}}",
        .closedForm(stepSize: 1, steps: 100_000_000)
      ),
      ("{flow: {until: 50, tolerance: 1e-10}}", .flow(until: 50, tolerance: 1e-10)),
      ("{flow: {until: 50}}", .flow(until: 50, tolerance: 1e-8, method: .automatic)),
      (
        "{flow: {until: 1, method: gaussLegendre6}}",
        .flow(until: 1, tolerance: 1e-8, method: .gaussLegendre6)
      ),
      (
        "{flow: {until: 1, method: chebyshev}}",
        .flow(until: 1, tolerance: 1e-8, method: .chebyshev)
      ),
    ])
  func training(yaml: String, expected: Training) throws {
    let network = try network(yaml)
    #expect(network.training == expected)
    #expect(network.lossThreshold == nil)
  }

  @Test(
    "A loss to stop at is read in every training",
    arguments: [
      "{descent: {stepSize: 1, steps: 5, stopAtLoss: 1e-5}}",
      "{closedForm: {stepSize: 1, steps: 5, stopAtLoss: 1e-5}}",
      "{flow: {until: 5, stopAtLoss: 1e-5}}",
    ])
  func stopping(yaml: String) throws {
    #expect(try network(yaml).lossThreshold == 1e-5)
  }

  @Test(
    "A training that cannot be is refused at its keys",
    arguments: [
      ("{descent: {stepSize: 0, steps: 5}}", ".descent.stepSize", "above 0"),
      ("{descent: {stepSize: -1, steps: 5}}", ".descent.stepSize", "above 0"),
      ("{descent: {stepSize: 1e-999, steps: 5}}", ".descent.stepSize", "above 0"),
      ("{descent: {stepSize: .inf, steps: 5}}", ".descent.stepSize", "finite"),
      ("{descent: {stepSize: fast, steps: 5}}", ".descent.stepSize", "found 'fast'"),
      ("{descent: {stepSize: '1', steps: 5}}", ".descent.stepSize", "must be a number"),
      ("{descent: {stepSize: 0x10, steps: 5}}", ".descent.stepSize", "must be a number"),
      ("{descent: {stepSize: [1], steps: 5}}", ".descent.stepSize", "found a list"),
      ("{descent: {stepSize: 1, steps: -1}}", ".descent.steps", "at least 0"),
      ("{descent: {stepSize: 1, steps: 1.5}}", ".descent.steps", "an integer"),
      ("{descent: {stepSize: 1, steps: 1e30}}", ".descent.steps", "at most"),
      ("{descent: {stepSize: 1, steps: }}", ".descent.steps", "no value"),
      ("{descent: {steps: 5}}", ".descent", "'stepSize' is missing"),
      ("{descent: {stepsize: 1, steps: 5}}", ".descent.stepsize", "did you mean 'stepSize'"),
      ("{descent: {rate: 1, steps: 5}}", ".descent.rate", "stepSize, steps, stopAtLoss"),
      ("{flow: {until: 0}}", ".flow.until", "above 0"),
      ("{flow: {until: 1, tolerance: 1e-15}}", ".flow.tolerance", "1e-14"),
      ("{flow: {until: 1, tolerance: 1}}", ".flow.tolerance", "0.1"),
      ("{flow: {until: 1, method: chebishev}}", ".flow.method", "did you mean 'chebyshev'"),
      ("{flow: {until: 1, method: rk}}", ".flow.method", "gaussLegendre4"),
      ("{flow: {until: 1, method: 8}}", ".flow.method", "automatic"),
      ("{flow: {until: 1}, descent: {stepSize: 1, steps: 1}}", "", "only one"),
      ("{}", "", "'descent', 'flow' or 'closedForm'"),
      ("fast", "", "descent, flow, closedForm"),
    ])
  func refused(yaml: String, keyPath: String, words: String) throws {
    let text = SampleFile.text(
      network: "{depth: 1, initialization: {gaussian: 1}, training: \(yaml)}")
    let error = try #require(SampleFile.error(in: text))
    #expect(error.keyPath == "networks[0].training" + keyPath)
    #expect(error.problem.sentence.contains(words))
  }

  @Test(
    "The closed form is refused for anything but one free factor",
    arguments: ["depth: 2", "tied: {}", "regularized: {imbalance: 1}", "hidden: [3]"])
  func closedForm(architecture: String) throws {
    let text = SampleFile.text(
      network: """
        {\(architecture), initialization: {gaussian: 1}, \
        training: {closedForm: {stepSize: 1, steps: 1}}}
        """)
    let error = try #require(SampleFile.error(in: text))
    #expect(error.keyPath == "networks[0].training")
    #expect(error.problem.sentence.contains("depth 1"))
  }

  @Test("The closed form is refused for a sigmoid problem")
  func closedFormOfSigmoid() throws {
    let text = SampleFile.text(
      problem: "{sigmoid: {inputs: x.csv, outputs: y.csv}}",
      network: """
        {depth: 1, initialization: {gaussian: 1}, training: {closedForm: {stepSize: 1, steps: 1}}}
        """)
    let error = try #require(SampleFile.error(in: text))
    #expect(error.keyPath == "networks[0]")
    #expect(error.problem.sentence.contains("sigmoid"))
  }
}
