// swift-tools-version: 6.2
import PackageDescription

/// As in the root package: explicit existentials, explicit import visibility, and no warning left standing.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "Lab",
  products: [.executable(name: "deeplinear-lab", targets: ["deeplinear-lab"])],
  dependencies: [
    .package(name: "DeepLinear", path: ".."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CAllocator"),
    .target(
      name: "DeepLinearLab",
      dependencies: [
        .product(name: "DeepLinear", package: "DeepLinear"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("Page")], swiftSettings: settings),
    .executableTarget(
      name: "deeplinear-lab",
      dependencies: [
        "CAllocator", "DeepLinearLab",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/LabTool", swiftSettings: settings),
    .testTarget(
      name: "DeepLinearLabTests",
      dependencies: [
        "DeepLinearLab", "deeplinear-lab", .product(name: "DeepLinear", package: "DeepLinear"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ],
      swiftSettings: settings),
  ]
)
