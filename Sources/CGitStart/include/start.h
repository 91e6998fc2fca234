#pragma once

int mbedtls_x509_crt_parse_file(void *chain, const char *path);
