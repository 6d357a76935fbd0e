/**
 * The one policy under Trusted Types: where the browser knows them, no text becomes markup or code, and
 * what runs as a worker comes from this origin's own built files and nowhere else.
 */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): unknown
}

const OWN = /^\/(?:sw\.js|assets\/[\w.-]+\.js)$/

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
trustedTypes?.createPolicy('default', {
  createScriptURL(url) {
    const { origin, pathname } = new URL(url, window.location.href)
    if (origin === window.location.origin && OWN.test(pathname)) return url
    throw new TypeError('not one of our scripts')
  },
})
