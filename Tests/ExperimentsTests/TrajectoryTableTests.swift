import DeepLinearCore
import ExperimentFiles
import Testing
import TrainingDynamics

@testable import Experiments

@Suite("trajectory.csv")
struct TrajectoryTableTests {
  @Test("Names are quoted as CSV wants it, and what a network did not record is left empty")
  func text() throws {
    let experiment = try Sample.prepared(
      networks: ["one, two", "plain"].map {
        "{name: '\($0)', depth: 1, initialization: {gaussian: 0}}"
      })
    func result(_ index: Int, _ observation: Observation) throws -> NetworkResult {
      NetworkResult(
        description: experiment.description.networks[index], network: try experiment.network(index),
        engine: .sample, trajectory: Trajectory(observations: [observation]),
        termination: .completedSteps(0),
        iteration: 0, flow: nil, seconds: 0)
    }
    var first = Observation(iteration: 0, time: 0)
    first.scalars = [.loss: 0.1, .traceNorm: .infinity]
    first.vectors = [.singularValues: [2, 1e-300]]
    var second = Observation(iteration: 7, time: 0.7)
    second.scalars = [.loss: 3]
    second.vectors = [.singularValues: [0.5]]
    let table = TrajectoryTable(networks: [try result(0, first), try result(1, second)])
    #expect(
      table.text == """
        network,step,time,loss,traceNorm,singularValue1,singularValue2
        "one, two",0,0,0.1,inf,2,1e-300
        plain,7,0.7,3,,0.5,

        """)
  }
}
