import { toBytes, toText } from '../../sync/bytes.ts'

/**
 * A passkey as a lock: its authenticator turns a salt into 32 bytes that nobody else can make (the PRF
 * extension of WebAuthn). Nothing of it goes to any server.
 */

/** Whether this browser can hold such a passkey here. Some find out only when asked. */
export const mayHavePasskey = (): boolean =>
  typeof PublicKeyCredential === 'function' && globalThis.isSecureContext

const challenge = () => crypto.getRandomValues(new Uint8Array(32))

/** Makes a passkey, and asks it once. Null: it was not made, or its authenticator lacks the extension. */
export async function makePasskey(
  name: string,
): Promise<{ credential: string; salt: string; secret: Uint8Array } | null> {
  try {
    const made = (await navigator.credentials.create({
      publicKey: {
        challenge: challenge(),
        rp: { name: 'Tideline' },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -8 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        extensions: { prf: {} },
      },
    })) as PublicKeyCredential | null
    if (!made?.getClientExtensionResults().prf?.enabled) return null
    const credential = toText(new Uint8Array(made.rawId))
    const salt = toText(crypto.getRandomValues(new Uint8Array(32)))
    const secret = await askPasskey(credential, salt)
    return secret ? { credential, salt, secret } : null
  } catch {
    return null
  }
}

/** Asks the passkey for its bytes. Null: it was not there, or its owner said no. */
export async function askPasskey(credential: string, salt: string): Promise<Uint8Array | null> {
  try {
    const shown = (await navigator.credentials.get({
      publicKey: {
        challenge: challenge(),
        allowCredentials: [{ type: 'public-key', id: toBytes(credential) }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: toBytes(salt) } } },
      },
    })) as PublicKeyCredential | null
    const first = shown?.getClientExtensionResults().prf?.results?.first
    return first ? new Uint8Array(first as ArrayBuffer) : null
  } catch {
    return null
  }
}
