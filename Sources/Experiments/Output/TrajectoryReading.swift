internal import MatrixFiles
internal import RunStore

/// What a run's `trajectory.csv` holds, network by network; ``TrajectoryTable`` wrote it.
struct TrajectoryReading {
  /// The records of one network.
  struct Network {
    let name: String
    var steps: [Double] = []
    var times: [Double] = []

    /// The recorded numbers in the order of ``TrajectoryReading/quantities``, nan where there is none.
    var columns: [[Double]]
  }

  /// The names of the columns behind network, step and time.
  let quantities: [String]

  /// The networks in the order of the file.
  private(set) var networks: [Network] = []

  private static let leading = ["network", "step", "time"]

  /// Reads the file of a run that has ended.
  ///
  /// - Parameter folder: the run's folder.
  /// - Throws: ``RunStoreError/unusable(path:reason:)``; ``MatrixFileError`` for a table that no run left.
  init(_ folder: RunFolder) throws {
    let path = folder.path(of: .trajectory)
    var scanner = CSVScanner(try folder.read(.trajectory))
    guard scanner.nextLine() else { throw MatrixFileError.emptyFile(file: path) }
    let header = scanner.fields.map { scanner.text(of: $0) }
    guard header.starts(with: Self.leading) else {
      throw MatrixFileError.malformed(
        file: path, problem: "its first columns are not \(Self.leading.joined(separator: ", "))")
    }
    quantities = Array(header.dropFirst(Self.leading.count))
    while scanner.nextLine() {
      guard scanner.fields.count == header.count else {
        throw MatrixFileError.raggedLine(
          file: path, line: scanner.line, expectedCount: header.count,
          foundCount: scanner.fields.count)
      }
      try append(scanner, file: path)
    }
  }

  private mutating func append(_ scanner: CSVScanner, file: String) throws(MatrixFileError) {
    var numbers: [Double] = []
    for (column, field) in scanner.fields.enumerated().dropFirst() {
      guard let number = field.value ?? (scanner.isMissing(field) ? .nan : nil) else {
        throw .notANumber(
          file: file, line: scanner.line, column: column + 1, text: scanner.text(of: field))
      }
      numbers.append(number)
    }
    let name = scanner.text(of: scanner.fields[0])
    if networks.last?.name != name {
      networks.append(Network(name: name, columns: quantities.map { _ in [] }))
    }
    let last = networks.count - 1
    networks[last].steps.append(numbers[0])
    networks[last].times.append(numbers[1])
    for (column, number) in numbers.dropFirst(2).enumerated() {
      networks[last].columns[column].append(number)
    }
  }
}
