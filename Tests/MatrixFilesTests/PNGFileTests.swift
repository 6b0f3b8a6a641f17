import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@Suite("PNG")
struct PNGFileTests {
  @Test("Grey pictures of 8 and 16 bits are read as they are", arguments: [8, 16])
  func grey(depth: Int) throws {
    #expect(try decode("grey-\(depth).png") == Matrix(rows: [[0, 1, 127], [128, 254, 255]]))
  }

  @Test("A picture of one bit is read as black and white")
  func blackAndWhite() throws {
    let rows: [[Double]] = [[1, 0, 1, 1, 0, 0, 0, 0], [0, 1, 0, 0, 1, 1, 1, 1]]
    #expect(try decode("grey-1.png") == Matrix(rows: rows.map { $0.map { 255 * $0 } }))
  }

  @Test("Colours become grey by their luminance", arguments: [8, 16])
  func colours(depth: Int) throws {
    let expected = Matrix(rows: [
      [0.2126 * 255, 0.7152 * 255],
      [0.0722 * 255, 0.2126 * 10 + 0.7152 * 20 + 0.0722 * 30],
    ])
    // Three products and two sums of numbers up to 255.
    let read = try decode("colour-\(depth).png")
    for (value, wanted) in zip(read.elements, expected.elements) {
      #expect(abs(value - wanted) <= 5 * 255 * Double.ulpOfOne)
    }
  }

  @Test("What is transparent lies on white")
  func transparency() throws {
    let read = try decode("transparent-8.png")
    let wanted = 0.2126 * 10 + 0.7152 * 20 + 0.0722 * 30
    #expect(abs(read[0, 0] - wanted) <= 5 * 255 * Double.ulpOfOne)
    #expect(abs(read[0, 1] - 255) <= 5 * 255 * Double.ulpOfOne)
  }

  @Test("Written pictures are rounded and clipped, and Python reads the same pixels")
  func writing() throws {
    let matrix = Matrix(rows: [[-3, 0.4, 0.5, .nan], [254.6, 1e9, .infinity, 17]])
    let bytes = PNGFile.encode(matrix)
    #expect(
      try PNGFile.decode(bytes, file: "a") == Matrix(rows: [[0, 0, 1, 0], [255, 255, 255, 17]]))
    #expect(PNGFile.encode(matrix) == bytes)
    let large = Matrix(rowCount: 60, columnCount: 47) { Double(($0 * $0 + 3 * $1) % 256) }
    try withTemporaryFolder { folder in
      try AtomicFile.write(PNGFile.encode(large), to: folder + "/a.png")
      try NumPyInterpreter.expect(Self.reader, folder + "/a.png")
    }
  }

  /// Undoes the filters of a grey PNG of 8 bits (PNG specification, section 9) in plain Python.
  private static let reader = """
    import struct, zlib
    data = open(path, "rb").read()
    position, stream = 8, b""
    while position < len(data):
        size, kind = struct.unpack(">I4s", data[position:position + 8])
        content = data[position + 8:position + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", content[:10])
        if kind == b"IDAT":
            stream += content
        position += size + 12
    assert (depth, colour) == (8, 0)
    rows = zlib.decompress(stream)
    above, pixels = [0] * width, []
    for r in range(height):
        kind, raw = rows[r * (width + 1)], rows[r * (width + 1) + 1:(r + 1) * (width + 1)]
        row = []
        for c, value in enumerate(raw):
            a, b = (row[c - 1] if c else 0), above[c]
            d = above[c - 1] if c else 0
            p = a + b - d
            nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - d), 2, d))[2]
            row.append((value + [0, a, b, (a + b) // 2, nearest][kind]) % 256)
        pixels.append(row)
        above = row
    i, j = np.indices((60, 47))
    assert np.array_equal(np.array(pixels), (i * i + 3 * j) % 256)
    """

  @Test("An empty matrix is no picture")
  func empty() async {
    await #expect(processExitsWith: .failure) {
      _ = PNGFile.encode(Matrix(rowCount: 0, columnCount: 3))
    }
  }

  private func decode(_ name: String) throws -> Matrix {
    try PNGFile.decode(try Fixture.bytes(name), file: name)
  }
}
