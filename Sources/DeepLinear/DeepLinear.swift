// One import for the whole library. Each module can also be imported by itself.

@_exported public import DeepLinearCore
@_exported public import DynamicsTheory
@_exported public import ExperimentFiles
@_exported public import Experiments
@_exported public import LinearAlgebra
@_exported public import LowRankEstimation
@_exported public import MatrixFiles
@_exported public import Observables
@_exported public import Plotting
@_exported public import RunStore
@_exported public import TrainingDynamics

/// What this release of DeepLinear is called.
public enum DeepLinearRelease {
  /// The version, after semver.org.
  public static let version = "0.1.0"
}
