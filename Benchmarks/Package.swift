// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

// A package of its own, so that users of the library never build it.
let package = Package(
  name: "DeepLinearBenchmarks",
  products: [
    .executable(name: "deeplinear-benchmarks", targets: ["DeepLinearBenchmarks"])
  ],
  dependencies: [
    .package(name: "DeepLinear", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "DeepLinearBenchmarks",
      dependencies: [
        .product(name: "DeepLinear", package: "DeepLinear"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings)
  ]
)
