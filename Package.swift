// swift-tools-version: 6.2
import PackageDescription

/// Every target: explicit existentials, explicit import visibility, and no warning left standing.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Targets that touch C memory mark every such line.
let memorySafeSettings = settings + [.strictMemorySafety()]

let real = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

let package = Package(
  name: "DeepLinear",
  products: [
    .library(name: "DeepLinear", targets: ["LinearAlgebra"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1")
  ],
  targets: [
    // MARK: - System libraries
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),

    // MARK: - The library, from the ground up
    .target(
      name: "LinearAlgebra", dependencies: ["COpenBLAS", real], swiftSettings: memorySafeSettings,
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(
      name: "DeepLinearCore", dependencies: ["LinearAlgebra", real], swiftSettings: settings),
    .target(
      name: "Observables", dependencies: ["DeepLinearCore", "LinearAlgebra", real],
      swiftSettings: settings),
    .target(
      name: "TrainingDynamics",
      dependencies: ["DeepLinearCore", "LinearAlgebra", "Observables", real],
      swiftSettings: settings),
    .target(
      name: "ExperimentFiles", dependencies: ["TrainingDynamics"], swiftSettings: settings),
    .target(
      name: "MatrixFiles", dependencies: ["LinearAlgebra", "CZlib", "CPNG"],
      swiftSettings: memorySafeSettings),

    // MARK: - Figures
    .target(name: "Plotting", swiftSettings: settings),
    .target(
      name: "RunStore",
      dependencies: ["DeepLinearCore", "LinearAlgebra", "MatrixFiles", "TrainingDynamics"],
      swiftSettings: settings),
    .target(
      name: "Experiments",
      dependencies: [
        "DeepLinearCore", "ExperimentFiles", "LinearAlgebra", "MatrixFiles", "Observables",
        "Plotting", "RunStore", "TrainingDynamics",
      ],
      swiftSettings: settings),

    // MARK: - Tests
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .target(
      name: "TestSupport",
      dependencies: ["AllocationCounter", "DeepLinearCore", "LinearAlgebra", real],
      path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "TestSupportTests", dependencies: ["DeepLinearCore", "LinearAlgebra", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport", real],
      swiftSettings: settings),
    .testTarget(
      name: "MatrixFilesTests", dependencies: ["MatrixFiles", "LinearAlgebra", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"], swiftSettings: settings),
    .testTarget(
      name: "DeepLinearCoreTests",
      dependencies: ["DeepLinearCore", "LinearAlgebra", "TestSupport", real],
      swiftSettings: settings),
    .testTarget(
      name: "ObservablesTests",
      dependencies: [
        "DeepLinearCore", "LinearAlgebra", "Observables", "TestSupport", real,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RunStoreTests",
      dependencies: [
        "DeepLinearCore", "LinearAlgebra", "MatrixFiles", "RunStore", "TestSupport",
        "TrainingDynamics",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TrainingDynamicsTests",
      dependencies: [
        "DeepLinearCore", "LinearAlgebra", "Observables", "TestSupport", "TrainingDynamics", real,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AgreementTests",
      dependencies: [
        "DeepLinearCore", "LinearAlgebra", "MatrixFiles", "TestSupport", "TrainingDynamics", real,
      ],
      swiftSettings: settings),
  ]
)
