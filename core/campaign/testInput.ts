import { z } from 'zod';
import { parseInput } from '../contract/parseInput';
import type { TestPlan } from './abTestPorts';
import type { PickRequest } from './pickWinner';

const metricSchema = z.enum(['open', 'click', 'order', 'revenue']);

const planSchema = z.object({ metric: metricSchema, waitMs: z.number().finite().nonnegative(), testShare: z.number().positive().max(1) });

const requestSchema = z.object({
	metric: metricSchema,
	confidence: z.number().min(0.5).lt(1),
	minimumSample: z.number().int().positive(),
	orderWindowDays: z.number().positive().max(365),
}).passthrough();

/** What an expression may have made of the options of a test. @throws SellerMailError INPUT_INVALID naming the field */
export function checkTestPlan(plan: TestPlan): TestPlan {
	return parseInput(planSchema, plan, 'A/B test');
}

/** The same for picking. @throws SellerMailError INPUT_INVALID naming the field */
export function checkPickRequest(request: PickRequest): PickRequest {
	parseInput(requestSchema, request, 'Pick A/B winner');
	return request;
}
