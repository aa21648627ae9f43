import { describeCases } from './run-cases.ts'

await describeCases('quarantine')
