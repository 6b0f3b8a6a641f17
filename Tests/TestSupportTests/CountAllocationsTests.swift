import Foundation
import TestSupport
import Testing

@Suite("Counting allocations")
struct CountAllocationsTests {
  @Test("Every C function that allocates is counted once, in the right process")
  func everyFunction() async {
    await #expect(processExitsWith: .success) {
      var blocks: [UnsafeMutableRawPointer?] = []
      blocks.reserveCapacity(6)
      let count = countAllocations {
        blocks.append(malloc(100))
        blocks.append(calloc(10, 10))
        blocks.append(realloc(nil, 100))
        blocks.append(aligned_alloc(64, 128))
        var block: UnsafeMutableRawPointer?
        precondition(posix_memalign(&block, 64, 100) == 0)
        blocks.append(block)
      }
      precondition(count == 5, "\(count) allocations")
      for block in blocks {
        guard let block else { preconditionFailure("an allocation failed") }
        memset(block, 1, 100)
        free(block)
      }
    }
  }

  @Test("Aligned blocks are aligned, and a wrong alignment is refused")
  func alignment() {
    var block: UnsafeMutableRawPointer?
    #expect(posix_memalign(&block, 4096, 10) == 0)
    #expect(Int(bitPattern: block) % 4096 == 0)
    free(block)
    #expect(posix_memalign(&block, 24, 10) == EINVAL)
    #expect(posix_memalign(&block, 2, 10) == EINVAL)
  }

  @Test("A count starts from zero and ends when the work ends, also by an error")
  func bounds() async {
    await #expect(processExitsWith: .success) {
      struct Stop: Error {}
      // Not malloc and free in one place: the optimiser removes such a pair.
      var block: UnsafeMutableRawPointer?
      func allocate() { block = realloc(block, 10) }
      precondition(countAllocations { allocate() } == 1)
      do {
        _ = try countAllocations {
          allocate()
          throw Stop()
        }
      } catch {
        allocate()
      }
      precondition(countAllocations { allocate() } == 1)
      precondition(countAllocations {} == 0)
    }
  }
}
