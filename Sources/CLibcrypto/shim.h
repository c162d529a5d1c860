#ifndef ZHENGJIAO_CLIBCRYPTO_SHIM_H
#define ZHENGJIAO_CLIBCRYPTO_SHIM_H

#include <openssl/evp.h>

#endif
