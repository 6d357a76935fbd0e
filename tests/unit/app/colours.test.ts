import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** Body text is AAA (7 : 1) on every ground it stands on, by day and by night. */

const css = readFileSync(new URL('../../../src/app/tokens.css', import.meta.url), 'utf8')
const [day = '', night = ''] = css.split('@media screen and (prefers-color-scheme: dark)')
const themes = { day: readTokens(day), night: { ...readTokens(day), ...readTokens(night) } }

/**
 * How eyes without one kind of cone see linear sRGB, at full strength: Machado, Oliveira and Fernandes,
 * "A physiologically-based model for simulation of color vision deficiency" (2009), table 1.
 */
const EYES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'an eye with all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'an eye without red cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'an eye without green cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'an eye without blue cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const GROUNDS = [
  'ground',
  'raised',
  'water',
  'left-soft',
  'right-soft',
  'shape-trigger',
  'shape-pursue',
  'shape-withdraw',
  'shape-repair',
]

for (const [name, tokens] of Object.entries(themes)) {
  it(`by ${name}, text is easy to read on every ground`, () => {
    const weak = GROUNDS.flatMap((ground) =>
      ['ink', 'ink-quiet'].flatMap((ink) => {
        const ratio = contrast(tokens[ink] ?? '', tokens[ground] ?? '')
        return ratio < 7 ? [`${ink} on ${ground}: ${ratio.toFixed(2)}`] : []
      }),
    )
    expect(weak).toEqual([])
    expect(contrast(tokens['sea'] ?? '', tokens['ground'] ?? '')).toBeGreaterThan(7)
    expect(contrast(tokens['sea-ink'] ?? '', tokens['sea'] ?? '')).toBeGreaterThan(7)
    expect(contrast(tokens['edge'] ?? '', tokens['ground'] ?? '')).toBeGreaterThan(3)
    expect(contrast(tokens['alarm'] ?? '', tokens['ground'] ?? '')).toBeGreaterThan(7)
  })

  it(`by ${name}, the two people weigh the same, and both are seen on their own shore`, () => {
    const [left, right] = [tokens['left'] ?? '', tokens['right'] ?? '']
    expect(lightnessAndChroma(left)).toBe(lightnessAndChroma(right))
    expect(lightnessAndChroma(tokens['left-soft'] ?? '')).toBe(
      lightnessAndChroma(tokens['right-soft'] ?? ''),
    )
    for (const [hue, shore] of [
      [left, 'left-soft'],
      [right, 'right-soft'],
      [left, 'water'],
      [right, 'water'],
    ] as const) {
      expect(contrast(hue, tokens[shore] ?? '')).toBeGreaterThan(3)
    }
  })
}

const TELLS_APART = 20
for (const [name, tokens] of Object.entries(themes)) {
  it.each(Object.keys(EYES))(`by ${name}, %s still sees two people`, (eye) => {
    const [left, right] = ['left', 'right'].map((hue) =>
      toLab(multiply(EYES[eye] ?? [], toLinear(tokens[hue] ?? ''))),
    )
    // A difference of 2.3 is just noticed; this is one at a glance.
    expect(difference(left ?? [], right ?? [])).toBeGreaterThan(TELLS_APART)
  })

  it(`by ${name}, the two are told apart by colour, never by who is darker on paper`, () => {
    const [left, right] = ['left', 'right'].map((hue) => toLab(toLinear(tokens[hue] ?? ''))[0] ?? 0)
    expect(Math.abs((left ?? 0) - (right ?? 0))).toBeLessThan(5)
  })
}

const lightnessAndChroma = (colour: string): string => colour.split(' ').slice(0, 2).join(' ')

function readTokens(text: string): Record<string, string> {
  const found = [...text.matchAll(/--([\w-]+):\s*([^;]+);/g)]
  const tokens: Record<string, string> = {}
  for (const [, name = '', value = ''] of found) tokens[name] = value.trim()
  const hues: Record<string, string> = { 'hue-left': '70', 'hue-right': '290', ...tokens }
  return Object.fromEntries(
    Object.entries(tokens).map(([name, value]) => [
      name,
      value.replace(/var\(--(hue-\w+)\)/, (_, hue: string) => hues[hue] ?? ''),
    ]),
  )
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].toSorted((p, q) => q - p)
  return ((x ?? 0) + 0.05) / ((y ?? 0) + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = toLinear(colour)
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

/** Linear sRGB of `#rrggbb` or `oklch(L C H)`. */
function toLinear(colour: string): number[] {
  if (colour.startsWith('#')) {
    return [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
  }
  const [lightness = 0, chroma = 0, hue = 0] = colour.match(/[\d.]+/g)?.map(Number) ?? []
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => Math.min(1, Math.max(0, value)))
}

const multiply = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0))

/** CIE L*a*b* under D65 of a linear sRGB colour. */
function toLab(linear: readonly number[]): number[] {
  const [x = 0, y = 0, z = 0] = multiply(
    [
      [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
    ],
    linear.map((value) => Math.min(1, Math.max(0, value))),
  ).map((value) => (value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116))
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** The distance of two colours, ΔE of 1976. */
const difference = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)))
