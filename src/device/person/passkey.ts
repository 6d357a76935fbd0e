import { toBytes, toText } from '../../sync/bytes.ts'

/**
 * A passkey as a lock: its authenticator turns a salt into 32 bytes that nobody else can make (the PRF
 * extension of WebAuthn). Nothing of it goes to any server.
 */

/** Whether this browser can hold such a passkey here. Some find out only when asked. */
export const mayHavePasskey = (): boolean =>
  typeof PublicKeyCredential === 'function' && globalThis.isSecureContext

const challenge = () => crypto.getRandomValues(new Uint8Array(32))

/**
 * Why there are no bytes. `refused`: its owner said no, or it was not at hand; browsers do not tell which.
 * `cannot`: this browser, this address or this passkey lacks what it takes.
 */
export type NoPasskey = { readonly ok: false; readonly reason: 'refused' | 'cannot' }
type Secret = { readonly ok: true; readonly secret: Uint8Array }

const CANNOT: NoPasskey = { ok: false, reason: 'cannot' }
const failure = (error: unknown): NoPasskey => {
  const name = error instanceof DOMException ? error.name : ''
  return { ok: false, reason: name === 'NotAllowedError' ? 'refused' : 'cannot' }
}

/** Makes a passkey, and asks it once. */
export async function makePasskey(
  name: string,
): Promise<(Secret & { readonly credential: string; readonly salt: string }) | NoPasskey> {
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
    if (!made?.getClientExtensionResults().prf?.enabled) return CANNOT
    const credential = toText(new Uint8Array(made.rawId))
    const salt = toText(crypto.getRandomValues(new Uint8Array(32)))
    const shown = await askPasskey(credential, salt)
    return shown.ok ? { ...shown, credential, salt } : shown
  } catch (error) {
    return failure(error)
  }
}

/** Asks the passkey for its bytes. */
export async function askPasskey(credential: string, salt: string): Promise<Secret | NoPasskey> {
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
    return first ? { ok: true, secret: new Uint8Array(first as ArrayBuffer) } : CANNOT
  } catch (error) {
    return failure(error)
  }
}
