import LinearAlgebra
import TestSupport
import Testing

@testable import MatrixFiles

@Suite(".npz")
struct NPZFileTests {
  @Test(
    "Archives of NumPy are read: stored, deflated, with sizes after the data and of 64 bits",
    arguments: ["stored", "deflated", "streamed", "large-sizes"])
  func reading(name: String) throws {
    let archive = try NPZFile(try Fixture.bytes("\(name).npz"), file: name)
    #expect(archive.names == ["weights", "steps", "scale"])
    #expect(try archive.array(named: "weights").matrix() == Fixture.table("f"))
    #expect(try archive.array(named: "steps").elements == [0, 1, 2, 3, 4, 5])
    #expect(try archive.array(named: "scale").shape == [])
  }

  @Test("NumPy reads what is written, in the same order", arguments: [false, true])
  func writing(deflated: Bool) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.npz"
      let bytes = NPZFile.encode(members, deflated: deflated)
      try AtomicFile.write(bytes, to: path)
      try NumPyInterpreter.expect(
        """
        import zipfile
        z = zipfile.ZipFile(path)
        assert z.testzip() is None
        assert {i.date_time for i in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {i.compress_type for i in z.infolist()} == {\(deflated ? 8 : 0)}
        a = np.load(path)
        assert a.files == ["first", "second", "äöü"], a.files
        i, j = np.indices((50, 40))
        assert np.array_equal(a["first"], i - j / 7)
        assert a["second"].tolist() == [5, 6] and a["second"].dtype == "<i8"
        assert bytes(a["äöü"]) == b"text"
        """, path)
      #expect(NPZFile.encode(members, deflated: deflated) == bytes)
      let archive = try NPZFile(bytes, file: path)
      for member in members { #expect(try archive.array(named: member.name) == member.array) }
    }
  }

  @Test(
    "Python and NumPy read archives with 64-bit numbers, from the first byte or a later one on",
    arguments: [0, 500, 16_200])
  func largeNumbers(limit: Int) throws {
    try withTemporaryFolder { folder in
      var writer = ZipWriter(limit: limit)
      for member in members {
        // The first member, 16 128 bytes, and the place of the second are below the largest limit.
        writer.append(NPYFile.encode(member.array), named: member.name + ".npy", deflated: false)
      }
      let bytes = writer.finished()
      try AtomicFile.write(bytes, to: folder + "/large.npz")
      try NumPyInterpreter.expect(
        """
        import zipfile
        z = zipfile.ZipFile(path)
        assert z.testzip() is None
        limit = int(sys.argv[2])
        large = [max(i.file_size, i.compress_size, i.header_offset) >= limit for i in z.infolist()]
        assert [i.extract_version == 45 for i in z.infolist()] == large and any(large), large
        assert open(path, "rb").read().count(b"PK\\x06\\x06") == (z.start_dir >= limit)
        a = np.load(path)
        i, j = np.indices((50, 40))
        assert np.array_equal(a["first"], i - j / 7) and a["second"].tolist() == [5, 6]
        assert bytes(a["äöü"]) == b"text"
        """, folder + "/large.npz", "\(limit)")
      let archive = try NPZFile(bytes, file: "large.npz")
      for member in members { #expect(try archive.array(named: member.name) == member.array) }
    }
  }

  @Test("Python reads an archive of more members than 16 bits count")
  func manyMembers() throws {
    try withTemporaryFolder { folder in
      var writer = ZipWriter()
      for i in 0...0xFFFF { writer.append([7], named: "\(i)", deflated: false) }
      let bytes = writer.finished()
      try AtomicFile.write(bytes, to: folder + "/many.zip")
      try NumPyInterpreter.expect(
        """
        import zipfile
        z = zipfile.ZipFile(path)
        assert z.namelist() == [str(i) for i in range(65536)] and z.read("65535") == b"\\7"
        """, folder + "/many.zip")
      #expect(try ZipReader(bytes, file: "many.zip").entries.count == 0x10000)
    }
  }

  /// The layout of ImageNet 32 and 64, arXiv:1707.08819.
  @Test(
    "Batches of bytes with integer labels are read, stored or compressed; pickled objects are not",
    arguments: ["savez", "savez_compressed"], ["int64", "uint16", "uint8"])
  func labelledBatch(save: String, labelType: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/train_data_batch_1.npz"
      try NumPyInterpreter.expect(
        """
        data = (np.arange(5 * 3072) % 256).astype(np.uint8).reshape(5, 3072)
        labels = np.array([1, 200, 3, 255, 2], dtype=sys.argv[3])
        names = np.array(["a", None, 3], dtype=object)
        getattr(np, sys.argv[2])(path, data=data, labels=labels, names=names)
        """, path, save, labelType)
      let data = try MatrixFile.load(path, member: "data", count: 3)
      #expect(data.shape == [3, 3072] && data.elementType == .uint8)
      #expect(data.elements == (0..<(3 * 3072)).map { Double($0 % 256) })
      let labels = try MatrixFile.load(path, member: "labels")
      #expect(labels.shape == [5] && labels.elementType.rawValue == labelType)
      #expect(labels.elements == [1, 200, 3, 255, 2])
      #expect(
        throws: MatrixFileError.unsupported(
          file: "\(path) (member \"names\")", feature: "holds elements of NumPy's type \"|O\"")
      ) { try MatrixFile.load(path, member: "names") }
      // The summary reports what it can read.
      let summary = try MatrixFileSummary(path)
      #expect(summary.arrays.map(\.name) == ["data", "labels", "names"])
      #expect(summary.arrays[2].problem?.contains("|O") == true)
    }
  }

  @Test("A name that is not there is answered with those that are")
  func missingMember() throws {
    let archive = try NPZFile(try Fixture.bytes("stored.npz"), file: "a.npz")
    #expect(
      throws: MatrixFileError.missingMember(
        file: "a.npz", member: "x", members: ["weights", "steps", "scale"])
    ) { try archive.array(named: "x") }
  }

  @Test("A changed byte of the data is found by the check sum")
  func wrongCheckSum() throws {
    var bytes = NPZFile.encode([.init("a", NumericArray([1, 2, 3]))])
    // The local header takes 30 bytes, the name 5, the .npy header 128: this is in the elements.
    bytes[30 + 5 + 128 + 9] ^= 1
    let archive = try NPZFile(bytes, file: "a.npz")
    #expect(
      throws: MatrixFileError.malformed(
        file: "a.npz (member \"a.npy\")", problem: "the check sum is wrong, so the data are damaged"
      )
    ) { try archive.array(named: "a") }
  }

  @Test("An archive that is cut off anywhere is an error")
  func truncation() throws {
    let bytes = try Fixture.bytes("deflated.npz")
    for count in 0..<bytes.count {
      #expect(throws: MatrixFileError.self) {
        try NPZFile(Array(bytes.prefix(count)), file: "a.npz")
      }
    }
  }

  @Test("Two members of one name stop the program")
  func duplicates() async {
    await #expect(processExitsWith: .failure) {
      let member = NPZFile.Member("a", NumericArray([1]))
      _ = NPZFile.encode([member, member])
    }
  }

  private let members = [
    NPZFile.Member(
      "first",
      NumericArray(Matrix(rowCount: 50, columnCount: 40) { Double($0) - Double($1) / 7 })),
    NPZFile.Member("second", NumericArray(integers: [5, 6])),
    NPZFile.Member("äöü", NumericArray(bytes: Array("text".utf8))),
  ]
}
