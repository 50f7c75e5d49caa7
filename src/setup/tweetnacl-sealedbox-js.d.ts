/** https://github.com/whs/tweetnacl-sealedbox-js */
declare module 'tweetnacl-sealedbox-js' {
  const sealedBox: {seal(message: Uint8Array, publicKey: Uint8Array): Uint8Array}
  export default sealedBox
}
