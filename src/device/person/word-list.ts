/** The part of BIP-39 that Tideline uses, with the English list of 2048 words: loaded when it is needed. */
export { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
export { wordlist } from '@scure/bip39/wordlists/english.js'
