import type { BrowserContext, Page } from '@playwright/test'

/** An authenticator inside the phone (WebAuthn with PRF, over CDP). Answers with a list that grows each time it is asked. */
export async function holdPasskey(context: BrowserContext, page: Page): Promise<readonly string[]> {
  const devtools = await context.newCDPSession(page)
  const asked: string[] = []
  devtools.on('WebAuthn.credentialAsserted', ({ credential }) => {
    asked.push(credential.credentialId)
  })
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
    },
  })
  return asked
}
