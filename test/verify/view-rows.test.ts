import { expect, it } from 'vitest'
import { decimalText } from '../../src/verify/view-rows.ts'

it.each([
  ['12.10', '12.1'],
  ['1e+21', '1000000000000000000000'],
  ['1.5e-7', '0.00000015'],
  ['-0.0', '0'],
  ['100', '100'],
  ['-120.500', '-120.5'],
  ['Infinity', 'Infinity'],
  ['0.001', '0.001'],
])('the number %s is written %s, as trim_scale() writes it', (number, text) => {
  expect(decimalText(number)).toBe(text)
})
