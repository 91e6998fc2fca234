#pragma once
// OpenSSL would have every digest go through its search for algorithms.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
