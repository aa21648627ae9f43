import { describeCases } from './run-cases.ts'

await describeCases('2.3')
