import MatrixFiles
import Testing

@Suite("Errors of matrix files")
struct MatrixFileErrorTests {
  @Test(
    "An error is a sentence that names the file, the place and the remedy",
    arguments: [
      (
        MatrixFileError.notANumber(file: "data/y.csv", line: 3, column: 2, text: "n/a"),
        "data/y.csv: line 3, column 2: \"n/a\" is not a number"
      ),
      (
        .tooLarge(file: "x.npy", neededByteCount: 3 << 40, memoryByteCount: 16 << 30),
        "x.npy: needs 3.0 TiB in memory, this machine has 16.0 GiB; load a part of it"
      ),
      (
        .truncated(file: "x.npy", neededByteCount: 900, foundByteCount: 80),
        "x.npy: the file is cut off: its header asks for 900 bytes, 80 are there"
      ),
      (
        .missingMember(file: "x.npz", member: "w", members: ["a", "b"]),
        "x.npz: has no member \"w\"; it holds \"a\", \"b\""
      ),
      (
        .noElements(file: "x.npy", shape: [0, 3]), "x.npy: the array has no elements (shape (0, 3))"
      ),
      (
        .partialRecord(file: "x.bin", recordByteCount: 3073, foundByteCount: 3074),
        "x.bin: 3074 bytes are no whole number of records of 3073 bytes; the file is cut off, or it is "
          + "another kind of file"
      ),
      (
        .labelOutOfRange(file: "x.bin", record: 2, label: 17, largest: 9),
        "x.bin: record 2 (from 0) has the label 17, and only 0 to 9 are labels; this is another kind of "
          + "file, or a damaged one"
      ),
      (
        .notWritten(file: "x.npz", byteCount: 512, reason: "No space left on device"),
        "x.npz: could not be written (No space left on device); 512 bytes are needed, and a file that "
          + "stood there before is unchanged"
      ),
    ])
  func sentences(error: MatrixFileError, sentence: String) {
    #expect(error.description == sentence)
  }
}
