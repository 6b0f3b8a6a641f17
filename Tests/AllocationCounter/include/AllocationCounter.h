// Counts the memory allocations of this process between a start and a stop.
//
// Linking this target replaces malloc and its relatives in the whole program by functions that add
// one to a counter when counting is on and otherwise do what glibc does. Counts of all threads go
// together, so count in a process of its own: inside #expect(processExitsWith:).
#ifndef DEEPLINEAR_ALLOCATION_COUNTER_H
#define DEEPLINEAR_ALLOCATION_COUNTER_H

// Sets the count to zero and starts to count.
void startCountingAllocations(void);

// Stops counting and returns the number of allocations since the start.
long stopCountingAllocations(void);

#endif
