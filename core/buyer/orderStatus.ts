/** The times of an order that a status can stand for. */
export type MilestoneField = 'paidAt' | 'shippedAt' | 'deliveredAt' | 'canceledAt' | 'returnedAt';

/** Words for a status in the exports of marketplaces, lower case (English, Chinese, Portuguese, Spanish). */
const FIELD_BY_STATUS: ReadonlyMap<string, MilestoneField> = new Map(
	Object.entries({
		paidAt: ['paid', 'approved', 'processing', 'invoiced', '已付款', '待发货', 'pago', 'aprovado', 'pagado'],
		shippedAt: ['shipped', 'in transit', 'in_transit', 'dispatched', '已发货', '运输中', 'enviado', 'em trânsito'],
		deliveredAt: ['delivered', 'completed', '已签收', '已完成', '交易成功', 'entregue', 'entregado'],
		canceledAt: ['canceled', 'cancelled', 'unavailable', 'voided', '已取消', '交易关闭', 'cancelado', 'cancelada'],
		returnedAt: ['returned', 'refunded', '已退货', '已退款', 'devolvido', 'devuelto'],
	} satisfies Record<MilestoneField, string[]>).flatMap(([field, words]) => words.map((word) => [word, field as MilestoneField] as const)),
);

type Milestones = Partial<Record<MilestoneField | 'placedAt', number | undefined>>;

/**
 * A status that says more than the times do (`canceled` without a time of cancellation) fills the missing time with the
 * last one that the row knows: it happened then or later, and no better instant exists.
 */
export function applyStatus<Row extends Milestones & { status?: string | undefined }>(row: Row): Row {
	const field = FIELD_BY_STATUS.get(row.status?.toLowerCase() ?? '');
	if (!field || row[field] !== undefined) return row;
	const lastKnownAt = latestMilestone(row);
	return lastKnownAt === undefined ? row : { ...row, [field]: lastKnownAt };
}

/** The last thing that happened to an order as far as the row tells. */
export function latestMilestone(row: Milestones): number | undefined {
	const known = [row.placedAt, row.paidAt, row.shippedAt, row.deliveredAt, row.canceledAt, row.returnedAt].filter((at) => at !== undefined);
	return known.length > 0 ? Math.max(...known) : undefined;
}
