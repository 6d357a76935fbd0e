import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HUES, PAIRS } from '../../../src/journal/hues.ts'

/** Body text is AAA (7 : 1) on every ground it stands on, by day and by night, whichever hues were chosen. */

const css = readFileSync(new URL('../../../src/app/tokens.css', import.meta.url), 'utf8')
const [day = '', night = ''] = css.split('@media screen and (prefers-color-scheme: dark)')
const written = { day: readTokens(day), night: { ...readTokens(day), ...readTokens(night) } }

/** What is drawn by day and by night with a hue of a pair on the left. */
const drawn = (['day', 'night'] as const).flatMap((time) =>
  PAIRS.flatMap((pair) =>
    HUES.map((left) => ({
      name: `${pair} by ${time}, its ${left} hue on the left`,
      time,
      pair,
      left,
      tokens: resolve({ ...written[time], ...huesOf(`${pair} ${left}`) }),
    })),
  ),
)

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

describe.each(drawn)('$name', ({ tokens }) => {
  it('leaves text easy to read on every ground', () => {
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
    for (const name of ['left-ink', 'right-ink']) {
      expect(contrast(tokens[name] ?? '', tokens['ground'] ?? '')).toBeGreaterThan(7)
    }
  })

  it('gives both the same weight, and both are seen on either shore', () => {
    for (const kind of ['', '-ink', '-soft']) {
      const [left, right] = [tokens[`left${kind}`] ?? '', tokens[`right${kind}`] ?? '']
      expect(lightnessAndChroma(left)).toBe(lightnessAndChroma(right))
    }
    for (const hue of ['left', 'right']) {
      for (const shore of ['left-soft', 'right-soft', 'water', 'ground']) {
        expect(contrast(tokens[hue] ?? '', tokens[shore] ?? '')).toBeGreaterThan(3)
      }
    }
  })
})

/**
 * How far the two hues of a pair are from each other, ΔE of 1976: for an eye with all cones, without red, green and
 * blue ones; and on grey paper, where only how light they are is left. 2.3 is just noticed, 20 is seen at a glance.
 */
const MEASURED: readonly (readonly [string, ...number[]])[] = [
  //                   all, no red, no green, no blue, grey
  ['shore by day', 81, 82, 81, 42, 0.3],
  ['harbour by day', 74, 59, 70, 74, 1.6],
  ['moor by day', 83, 84, 81, 36, 0.6],
  ['shore by night', 69, 69, 71, 38, 0.3],
  ['harbour by night', 68, 58, 67, 73, 1.2],
  ['moor by night', 72, 72, 71, 33, 0.5],
]

it('the hues of a pair are far apart for every eye, and equally dark on grey paper', () => {
  const measured = drawn
    .filter(({ left }) => left === 'first')
    .map(({ pair, time, tokens }): readonly [string, ...number[]] => {
      const [left, right] = [tokens['left'] ?? '', tokens['right'] ?? '']
      const apart = Object.values(EYES).map((eye) => {
        const [one, other] = [left, right].map((hue) => toLab(multiply(eye, toLinear(hue))))
        return Math.round(difference(one ?? [], other ?? []))
      })
      const [light, dark] = [left, right].map((hue) => toLab(toLinear(hue))[0] ?? 0)
      return [`${pair} by ${time}`, ...apart, Number(Math.abs(light! - dark!).toFixed(1))]
    })
  expect(measured).toEqual(MEASURED)
  for (const [, ...numbers] of measured) {
    expect(Math.min(...numbers.slice(0, -1))).toBeGreaterThan(20)
    expect(numbers.at(-1)).toBeLessThan(2.3)
  }
})

it('no pair is red and green, or pink and blue', () => {
  const isOneOf = (hue: number, from: number, to: number) => hue >= from && hue <= to
  const pairs = Object.values(written).flatMap((tokens) =>
    PAIRS.map((pair) => HUES.map((hue) => Number(tokens[`${pair}-${hue}`]))),
  )
  for (const [one, other] of pairs) {
    const either = (test: (hue: number) => boolean) => test(one!) || test(other!)
    const isRed = (hue: number) => isOneOf(hue, 10, 45)
    const isPink = (hue: number) => isOneOf(hue, 330, 360) || isOneOf(hue, 0, 20)
    expect(either(isRed) && either((hue) => isOneOf(hue, 120, 180))).toBe(false)
    expect(either(isPink) && either((hue) => isOneOf(hue, 220, 280))).toBe(false)
  }
})

const lightnessAndChroma = (colour: string): string => colour.split(' ').slice(0, 2).join(' ')

function readTokens(text: string): Record<string, string> {
  const [root = ''] = text.match(/:root \{[^}]*\}/) ?? []
  return readDeclarations(root)
}

/** What the sheet changes where these hues were chosen; nothing for those that are there from the beginning. */
function huesOf(name: string): Record<string, string> {
  const [, declarations = ''] = css.split(`:root[data-hues="${name}"] {`)
  return readDeclarations(declarations.split('}')[0] ?? '')
}

function readDeclarations(text: string): Record<string, string> {
  const found = [...text.matchAll(/--([\w-]+):\s*([^;]+);/g)]
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value.trim()]))
}

/** Puts what a variable stands for in its place. */
function resolve(tokens: Readonly<Record<string, string>>): Record<string, string> {
  const stand = (value: string): string =>
    value.replaceAll(/var\(--([\w-]+)\)/g, (_, name: string) => stand(tokens[name] ?? ''))
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [name, stand(value)]))
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
