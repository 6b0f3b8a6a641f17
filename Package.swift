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
    .library(name: "DeepLinear", targets: ["DeepLinear"]),
    .executable(name: "deeplinear", targets: ["deeplinear"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // MARK: - System libraries
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),

    // MARK: - The library, from the ground up
    .target(name: "CKernels"),
    .target(
      name: "LinearAlgebra", dependencies: ["CKernels", "COpenBLAS", real],
      swiftSettings: memorySafeSettings,
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(
      name: "MatrixFiles", dependencies: ["CPNG", "CZlib", "LinearAlgebra"],
      swiftSettings: memorySafeSettings),
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
      name: "DynamicsTheory",
      dependencies: ["DeepLinearCore", "LinearAlgebra", "Observables", real],
      swiftSettings: settings),
    .target(
      name: "LowRankEstimation",
      dependencies: ["DeepLinearCore", "DynamicsTheory", "LinearAlgebra", real],
      swiftSettings: settings),
    .target(name: "Plotting", swiftSettings: settings),
    .target(
      name: "ExperimentFiles",
      dependencies: [
        "LinearAlgebra", "TrainingDynamics", real, .product(name: "Yams", package: "Yams"),
      ],
      resources: [.embedInCode("Presets")], swiftSettings: settings),
    .target(
      name: "RunStore",
      dependencies: [
        "DeepLinearCore", "LinearAlgebra", "MatrixFiles", "TrainingDynamics",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "Experiments",
      dependencies: [
        "DeepLinearCore", "DynamicsTheory", "ExperimentFiles", "LinearAlgebra",
        "LowRankEstimation", "MatrixFiles", "Observables", "Plotting", "RunStore",
        "TrainingDynamics", real,
      ],
      resources: [.embedInCode("Data")], swiftSettings: settings),
    .target(
      name: "DeepLinear",
      dependencies: [
        "DeepLinearCore", "DynamicsTheory", "ExperimentFiles", "Experiments", "LinearAlgebra",
        "LowRankEstimation", "MatrixFiles", "Observables", "Plotting", "RunStore",
        "TrainingDynamics",
      ],
      swiftSettings: settings),

    // MARK: - The program
    .target(
      name: "DeepLinearCommands",
      dependencies: [
        "DeepLinear", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "deeplinear", dependencies: ["DeepLinearCommands"], path: "Sources/DeepLinearTool",
      swiftSettings: settings),
    // No product, so that users of the library never build it.
    .executableTarget(
      name: "deeplinear-benchmarks",
      dependencies: [
        "DeepLinear", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/Sources", swiftSettings: settings),

    // MARK: - Tests
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .target(
      name: "TestSupport",
      dependencies: [
        "AllocationCounter", "DeepLinearCore", "DynamicsTheory", "LinearAlgebra", real,
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "TestSupportTests", dependencies: ["DeepLinearCore", "LinearAlgebra", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport", real],
      swiftSettings: settings),
    .testTarget(
      name: "MatrixFilesTests", dependencies: ["LinearAlgebra", "MatrixFiles", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"], swiftSettings: settings),
    .testTarget(
      name: "ExperimentFilesTests",
      dependencies: ["ExperimentFiles", "TestSupport", "TrainingDynamics"], swiftSettings: settings),
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
      name: "DynamicsTheoryTests",
      dependencies: [
        "DeepLinearCore", "DynamicsTheory", "LinearAlgebra", "Observables", "TestSupport", real,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LowRankEstimationTests",
      dependencies: [
        "DeepLinearCore", "DynamicsTheory", "LinearAlgebra", "LowRankEstimation", "TestSupport",
        "TrainingDynamics", real,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AgreementTests",
      dependencies: [
        "DeepLinearCore", "DynamicsTheory", "ExperimentFiles", "Experiments", "LinearAlgebra",
        "MatrixFiles",
        "RunStore", "TestSupport", "TrainingDynamics", real,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "DeepLinearCore", "DynamicsTheory", "ExperimentFiles", "Experiments", "LinearAlgebra",
        "LowRankEstimation", "MatrixFiles", "Observables", "Plotting", "RunStore", "TestSupport",
        "TrainingDynamics",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchmarksTests",
      dependencies: ["DeepLinear", "deeplinear-benchmarks"], swiftSettings: settings),
    .testTarget(
      name: "DeepLinearCommandsTests",
      dependencies: [
        "DeepLinearCommands", "LinearAlgebra", "MatrixFiles", "TestSupport", "deeplinear",
      ],
      swiftSettings: settings),
  ]
)
