import type { BrowserContext, Page } from '@playwright/test'

/** An authenticator inside the phone. */
export interface Passkeys {
  /** Grows each time one is shown. */
  readonly asked: readonly string[]
  /** From now on its owner is not known to it, and it shows nothing. */
  readonly refuse: () => Promise<void>
  /** Another authenticator takes its place: one that can keep a key (PRF), or not. */
  readonly exchange: (hasPrf: boolean) => Promise<void>
}

/** Gives the phone an authenticator with PRF, over CDP (WebAuthn). */
export async function holdPasskey(context: BrowserContext, page: Page): Promise<Passkeys> {
  const devtools = await context.newCDPSession(page)
  const asked: string[] = []
  devtools.on('WebAuthn.credentialAsserted', ({ credential }) => {
    asked.push(credential.credentialId)
  })
  await devtools.send('WebAuthn.enable')
  const add = async (hasPrf: boolean): Promise<string> => {
    const added = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        hasPrf,
        isUserVerified: true,
      },
    })
    return added.authenticatorId
  }
  let authenticatorId = await add(true)
  return {
    asked,
    async refuse() {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    },
    async exchange(hasPrf) {
      await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
      authenticatorId = await add(hasPrf)
    },
  }
}
