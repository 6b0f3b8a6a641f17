/// NumPy's format for several named arrays, `.npz`: a zip archive of `.npy` files.
public struct NPZFile: Sendable {
  /// One array and its name.
  public struct Member: Sendable, Equatable {
    /// The key under which NumPy finds the array.
    public let name: String

    /// The array.
    public let array: NumericArray

    /// Names an array.
    public init(_ name: String, _ array: NumericArray) {
      self.name = name
      self.array = array
    }
  }

  /// The names of the arrays, in the order of the file and without ".npy".
  public let names: [String]

  private let archive: ZipReader
  let file: String

  /// Reads the directory of an archive; the arrays follow when they are asked for.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: the file's name for errors.
  /// - Throws: ``MatrixFileError`` when the directory is damaged.
  public init(_ bytes: [UInt8], file: String) throws(MatrixFileError) {
    archive = try ZipReader(bytes, file: file)
    names = archive.entries.map { Self.key(of: $0.name) }
    self.file = file
  }

  /// One array of the archive; its check sum is verified.
  ///
  /// - Parameter name: one of ``names``.
  /// - Returns: the array, in the memory order of the file.
  /// - Throws: ``MatrixFileError``, with the names that are there when `name` is not among them.
  public func array(named name: String) throws(MatrixFileError) -> NumericArray {
    guard let entry = archive.entries.first(where: { Self.key(of: $0.name) == name }) else {
      throw .missingMember(file: file, member: name, members: names)
    }
    let content = try archive.content(of: entry)
    return try NPYFile.decode(content, file: "\(file) (member \"\(name)\")")
  }

  /// The bytes of an archive; equal arrays give equal bytes.
  ///
  /// - Parameters:
  ///   - members: the arrays, in the order they shall have, under different names.
  ///   - deflated: whether to compress.
  /// - Returns: the whole file.
  public static func encode(_ members: [Member], deflated: Bool = false) -> [UInt8] {
    precondition(
      Set(members.map(\.name)).count == members.count, "two members have the same name")
    var archive = ZipWriter()
    for member in members {
      archive.append(NPYFile.encode(member.array), named: member.name + ".npy", deflated: deflated)
    }
    return archive.finished()
  }

  private static func key(of entryName: String) -> String {
    entryName.hasSuffix(".npy") ? String(entryName.dropLast(4)) : entryName
  }
}
