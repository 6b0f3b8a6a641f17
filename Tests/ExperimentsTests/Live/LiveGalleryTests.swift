import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Experiments

@Suite("Rows of matrices as pictures, beside the truth")
struct LiveGalleryTests {
  @Test("The scale is that of the truth, and what is outside is clipped")
  func scale() throws {
    try withTemporaryFolder { folder in
      try DataSet.writeOnes(to: folder)
      let experiment = try Sample.prepared(
        problem:
          "{factorization: {target: {idx: {images: \(folder)/ones-images.idx.gz, count: 5}}, noise: {gaussian: 10}}}"
      )
      let gallery = try #require(try LiveGallery(experiment))
      #expect(gallery.height == 28 && gallery.width == 28)
      let row = try #require(experiment.problem.clean).row(3)
      #expect(gallery.low == row.min() && gallery.high == row.max())
      let pixels = try #require(gallery.truth.flatMap { Data(base64Encoded: $0) })
      // The ones are bytes from 0 to 255 themselves.
      #expect(pixels.map { Double($0) } == row)
      let bright = Matrix(rowCount: 5, columnCount: 784) { _, j in j == 0 ? -50 : 1000 }
      let clipped = try #require(Data(base64Encoded: gallery.picture(of: bright)))
      #expect(clipped[0] == 0 && clipped[1] == 255)
      #expect(gallery.truncated?.caption.hasPrefix("best truncated SVD: rank") == true)
    }
  }

  @Test("Rows that are no pictures have no gallery")
  func noPictures() throws {
    #expect(try LiveGallery(Sample.prepared()) == nil)
  }
}
