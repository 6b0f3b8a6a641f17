#include "AllocationCounter.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#if !defined(__GLIBC__)
#error "Allocations are counted over functions that only glibc has"
#endif

// glibc's own allocator, under the names that stay when malloc is replaced.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_bool isCounting = false;
static atomic_long allocationCount = 0;

static void countAllocation(void) {
  if (atomic_load_explicit(&isCounting, memory_order_relaxed)) {
    atomic_fetch_add_explicit(&allocationCount, 1, memory_order_relaxed);
  }
}

void startCountingAllocations(void) {
  atomic_store(&allocationCount, 0);
  atomic_store(&isCounting, true);
}

long stopCountingAllocations(void) {
  atomic_store(&isCounting, false);
  return atomic_load(&allocationCount);
}

void *malloc(size_t size) {
  countAllocation();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  countAllocation();
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  countAllocation();
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  countAllocation();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  countAllocation();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  // POSIX asks for a power of two times the size of a pointer.
  if (alignment == 0 || alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) {
    return EINVAL;
  }
  countAllocation();
  void *result = __libc_memalign(alignment, size);
  if (result == NULL) { return ENOMEM; }
  *block = result;
  return 0;
}
