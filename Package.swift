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
  products: [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: - System libraries
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),

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
      name: "ExperimentFiles",
      dependencies: ["TrainingDynamics", .product(name: "Yams", package: "Yams")],
      resources: [.embedInCode("Presets")], swiftSettings: settings),

    // MARK: - Tests
    .target(
      name: "TestSupport", dependencies: ["LinearAlgebra"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport", real],
      swiftSettings: settings),
    .testTarget(
      name: "ExperimentFilesTests", dependencies: ["ExperimentFiles", "TrainingDynamics"],
      swiftSettings: settings),
  ]
)
