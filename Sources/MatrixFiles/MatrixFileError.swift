/// A file that could not be read or written as a matrix.
///
/// Every case begins with the file, as the caller named it, and its description says what is wrong,
/// where, and what to do about it.
public enum MatrixFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system would not let the file be read.
  case unreadable(file: String, reason: String)

  /// The file could not be written; what stood there before is unchanged.
  case notWritten(file: String, byteCount: Int, reason: String)

  /// A file of that name is there already, and was not to be replaced.
  case alreadyThere(file: String)

  /// Two results were to go into one file.
  case namedTwice(file: String)

  /// The file has no bytes.
  case emptyFile(file: String)

  /// Neither the first bytes nor the extension name a known format.
  case unknownFormat(file: String)

  /// The file ends before what its header announces.
  case truncated(file: String, neededByteCount: Int, foundByteCount: Int)

  /// The file breaks the rules of its format.
  case malformed(file: String, problem: String)

  /// The file is valid, but holds something that is no real matrix or is not read here.
  case unsupported(file: String, feature: String)

  /// The data do not fit into this machine's memory.
  case tooLarge(file: String, neededByteCount: Int, memoryByteCount: Int)

  /// An integer has more digits than a double holds (its magnitude exceeds 2^53).
  case inexactInteger(file: String, value: String, position: Int)

  /// A field of a CSV file is not a number; line and column are counted from 1.
  case notANumber(file: String, line: Int, column: Int, text: String)

  /// A line of a CSV file has another number of fields than the first one; lines count from 1.
  case raggedLine(file: String, line: Int, expectedCount: Int, foundCount: Int)

  /// A NaN or an infinity; `place` says where and how it is counted.
  case notFinite(file: String, value: String, place: String)

  /// The array has no elements.
  case noElements(file: String, shape: [Int])

  /// The archive has no member of that name.
  case missingMember(file: String, member: String, members: [String])

  /// The file has several arrays, so one must be named.
  case memberNotNamed(file: String, members: [String])

  /// The bytes are no whole number of the format's records.
  case partialRecord(file: String, recordByteCount: Int, foundByteCount: Int)

  /// A label that the format does not have; records count from 0.
  case labelOutOfRange(file: String, record: Int, label: Int, largest: Int)

  /// More entries were asked for than there are.
  case tooFewEntries(file: String, wantedCount: Int, foundCount: Int)
}

extension MatrixFileError {
  /// What is wrong, where, and what to do, in a sentence.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(file): cannot be read (\(reason))"
    case .notWritten(let file, let byteCount, let reason):
      "\(file): could not be written (\(reason))"
        + (byteCount == 0
          ? "" : "; \(byteCount) bytes are needed, and a file that stood there before is unchanged")
    case .alreadyThere(let file):
      "\(file): is there already; choose another name, or replace it with --overwrite"
    case .namedTwice(let file):
      "\(file): is named for two results; give each a file of its own"
    case .emptyFile(let file):
      "\(file): the file is empty"
    case .unknownFormat(let file):
      "\(file): neither the first bytes nor the extension say what this is; "
        + "known are .npy, .npz, .csv, .tsv, .txt, IDX (also gzipped), PNG and CIFAR-10's .bin"
    case .truncated(let file, let needed, let found):
      "\(file): the file is cut off: its header asks for \(needed) bytes, \(found) are there"
    case .malformed(let file, let problem):
      "\(file): \(problem)"
    case .unsupported(let file, let feature):
      "\(file): \(feature), which cannot be read as a real matrix; convert it first"
    case .tooLarge(let file, let needed, let memory):
      "\(file): needs \(readableSize(Double(needed))) in memory, this machine has "
        + "\(readableSize(Double(memory))); "
        + "load a part of it"
    case .inexactInteger(let file, let value, let position):
      "\(file): the integer \(value) (element \(position) of the data, from 0) exceeds 2^53 and "
        + "would lose digits as a double"
    case .notANumber(let file, let line, let column, let text):
      "\(file): line \(line), column \(column): \"\(text)\" is not a number"
    case .raggedLine(let file, let line, let expected, let found):
      "\(file): line \(line) has \(found) fields, the first line has \(expected)"
    case .notFinite(let file, let value, let place):
      "\(file): \(value) at \(place); remove or replace values that are not finite"
    case .noElements(let file, let shape):
      "\(file): the array has no elements (shape \(describe(shape: shape)))"
    case .missingMember(let file, let member, let members):
      "\(file): has no member \"\(member)\"; it holds \(list(members))"
    case .memberNotNamed(let file, let members):
      "\(file): name the member to load; it holds \(list(members))"
    case .partialRecord(let file, let record, let found):
      "\(file): \(found) bytes are no whole number of records of \(record) bytes; the file is cut "
        + "off, or it is another kind of file"
    case .labelOutOfRange(let file, let record, let label, let largest):
      "\(file): record \(record) (from 0) has the label \(label), and only 0 to \(largest) are "
        + "labels; this is another kind of file, or a damaged one"
    case .tooFewEntries(let file, let wanted, let found):
      "\(file): \(wanted) entries were asked for, it holds \(found)"
    }
  }
}

/// A shape as NumPy writes it: "(3, 4)", "(5,)", "()".
func describe(shape: [Int]) -> String {
  let list = shape.map(String.init).joined(separator: ", ")
  return shape.count == 1 ? "(\(list),)" : "(\(list))"
}

private func list(_ members: [String]) -> String {
  members.isEmpty ? "nothing" : members.map { "\"\($0)\"" }.joined(separator: ", ")
}

/// A size with one digit after the point, in the largest unit that leaves it above one.
package func readableSize(_ byteCount: Double) -> String {
  var (size, unit) = (byteCount, "bytes")
  for larger in ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] where size >= 1024 {
    (size, unit) = (size / 1024, larger)
  }
  return unit == "bytes" ? "\(Int(size)) bytes" : "\((size * 10).rounded() / 10) \(unit)"
}
