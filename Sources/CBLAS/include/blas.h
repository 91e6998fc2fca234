#pragma once

// The declarations are OpenBLAS's own; blas.c defines the few of them that are used.
#include <cblas.h>
