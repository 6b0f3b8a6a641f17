// glibc's settings of its allocator, which Swift's module for glibc leaves out.
#include <malloc.h>
