import ExperimentFiles
import Testing

@Suite("Reading sources of matrices")
struct MatrixSourceReaderTests {
  static let sources: [(String, MatrixSource)] = [
    ("a.npy", .npy(path: "a.npy")),
    ("a.npz", .npz(path: "a.npz", array: nil)),
    ("data/A.CSV", .csv(path: "data/A.CSV")),
    ("a.png", .png(path: "a.png")),
    ("a.idx", .idx(path: "a.idx", count: nil)),
    ("a.idx.gz", .idx(path: "a.idx.gz", count: nil)),
    ("train-images-idx3-ubyte", .idx(path: "train-images-idx3-ubyte", count: nil)),
    ("train-images-idx3-ubyte.gz", .idx(path: "train-images-idx3-ubyte.gz", count: nil)),
    ("{npy: a}", .npy(path: "a")),
    ("{csv: a}", .csv(path: "a")),
    ("{png: a}", .png(path: "a")),
    ("{idx: a}", .idx(path: "a", count: nil)),
    ("{idx: {images: a, count: 100}}", .idx(path: "a", count: 100)),
    ("{idx: {labels: a}}", .idx(path: "a", count: nil)),
    ("data_batch_1.bin", .cifar(paths: ["data_batch_1.bin"], part: .images, count: nil)),
    ("{cifar: a}", .cifar(paths: ["a"], part: .images, count: nil)),
    ("{cifar: {images: a, count: 5}}", .cifar(paths: ["a"], part: .images, count: 5)),
    ("{cifar: {labels: [a, b]}}", .cifar(paths: ["a", "b"], part: .labels, count: nil)),
    ("{npz: a}", .npz(path: "a", array: nil)),
    ("{npz: {file: a, array: name}}", .npz(path: "a", array: "name")),
    ("{rows: [[1, -2e-3], [.5, 4.]]}", .rows([[1, -0.002], [0.5, 4]])),
    ("{diagonal: [1, 2.5]}", .diagonal([1, 2.5])),
    (
      "{lowRank: {rows: 5, columns: 4, singularValues: [3, 1]}}",
      .lowRank(rows: 5, columns: 4, singularValues: [3, 1])
    ),
    (
      "{factorModel: {rows: 9, columns: 4, variances: [2, 1], noise: 0.1}}",
      .factorModel(rows: 9, columns: 4, variances: [2, 1], noise: 0.1)
    ),
    (
      "{lowRank: {rows: 5, columns: 4, rank: 2}}",
      .lowRank(rows: 5, columns: 4, singularValues: [1, 1])
    ),
    (
      "{lowRank: {rows: 5, columns: 4, rank: 3, singularValues: 2}}",
      .lowRank(rows: 5, columns: 4, singularValues: [2, 2, 2])
    ),
    (
      "{symmetric: {size: 3, eigenvalues: [3, -1]}}",
      .symmetric(size: 3, eigenvalues: [3, -1])
    ),
    (
      "{gaussian: {rows: 3, columns: 2, standardDeviation: 0.5}}",
      .gaussian(rows: 3, columns: 2, standardDeviation: 0.5)
    ),
    (
      "{gaussian: {rows: 3, columns: 2}}",
      .gaussian(rows: 3, columns: 2, standardDeviation: 1)
    ),
  ]

  @Test("Every source becomes its description", arguments: sources)
  func source(yaml: String, expected: MatrixSource) throws {
    let description = try SampleFile.description(problem: "{autoencoder: {inputs: \(yaml)}}")
    #expect(description.problem == .autoencoder(inputs: expected))
  }

  @Test(
    "A source that cannot be is refused at its keys",
    arguments: [
      ("a.txt", "", ".npy"),
      ("{}", "", "'lowRank'"),
      ("{npy: a, csv: b}", "", "only one"),
      ("{idx: {count: 3}}", ".idx", "'images' or 'labels'"),
      ("{idx: {images: a, labels: b}}", ".idx", "only one"),
      ("{cifar: {count: 3}}", ".cifar", "'images' or 'labels'"),
      ("{cifar: {images: a, labels: b}}", ".cifar", "only one"),
      ("{cifar: {images: []}}", ".cifar.images", "empty list"),
      ("{cifar: {labels: [a, [b]]}}", ".cifar.labels[1]", "must be a text"),
      ("{rows: [[1, 2], [3]]}", ".rows[1]", "1 numbers"),
      ("{rows: []}", ".rows", "empty list"),
      ("{rows: [1, 2]}", ".rows[0]", "must be a list"),
      ("{diagonal: [1, x]}", ".diagonal[1]", "must be a number"),
      ("{lowRank: {rows: 2, columns: 3, rank: 3}}", ".lowRank.rank", "room for 2"),
      (
        "{lowRank: {rows: 2, columns: 2, singularValues: [1, 1, 1]}}", ".lowRank.singularValues",
        "room for 2"
      ),
      (
        "{lowRank: {rows: 2, columns: 2, rank: 1, singularValues: [1, 1]}}", ".lowRank.rank",
        "2 values"
      ),
      ("{lowRank: {rows: 2, columns: 2}}", ".lowRank", "'rank' is missing"),
      (
        "{lowRank: {rows: 2, columns: 2, singularValues: [-1]}}", ".lowRank.singularValues[0]",
        "at least 0"
      ),
      ("{symmetric: {size: 1, eigenvalues: [2, 1]}}", ".symmetric.eigenvalues", "room for 1"),
      ("{gaussian: {rows: 0, columns: 2}}", ".gaussian.rows", "at least 1"),
      ("{gaussian: {rows: 3e9, columns: 2}}", ".gaussian.rows", "at most 2147483647"),
      ("{groundTruth: {matrix: a.npy}}", "", "'outputs'"),
    ])
  func refused(yaml: String, keyPath: String, words: String) throws {
    let error = try #require(
      SampleFile.error(in: SampleFile.text(problem: "{autoencoder: {inputs: \(yaml)}}")))
    #expect(error.keyPath == "problem.autoencoder.inputs" + keyPath)
    #expect(error.problem.sentence.contains(words))
  }
}
