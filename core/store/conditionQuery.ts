import { sql, type RawBuilder } from 'kysely';
import { EMPTY_FACTS, type SegmentContext } from '../segment/buyerFacts';
import { isGroup, type Condition, type ConditionGroup } from '../segment/condition';
import { holds, sinceOf } from '../segment/evaluateConditions';
import { fieldOf, listConditions } from '../segment/settleConditions';
import { candidateColumns } from './candidateColumns';
import type { Capabilities } from './dialects/capabilities';
import { FIELD_SQL, sourceRows, type FieldScope, type FieldSql, type SourceName } from './segmentFields';

type Sql = RawBuilder<unknown>;

/** What a statement over conditions is made of. */
export interface ConditionStatement {
	shopId: string;
	conditions: ConditionGroup;
	/** conditions whose values are wanted beside the buyer, as v0, v1 … (sets have none) */
	values: readonly Condition[];
	context: SegmentContext;
	now: number;
	/** buyers after the first and up to the second id */
	range: { after: string | undefined; upTo: string | undefined };
}

/**
 * Buyers of a range who fit, by id. Each table is summed up once for the range; when nobody without rows in a table can
 * fit, that table leads, and buyers are looked up only where its sums don't rule them out.
 */
export function conditionQuery(statement: ConditionStatement, capabilities: Capabilities): RawBuilder<unknown> {
	const aggregates = new Map<SourceName, Map<string, Sql>>();
	const scope: FieldScope = { ...statement, capabilities, aggregate: (source, key, expression) => remember(aggregates, source, key, expression) };
	const condition = toSql(statement.conditions, scope);
	const values = statement.values.map((wanted, index) => sql`${valueSql(fieldSql(wanted, scope))} as ${sql.ref(`v${index}`)}`);
	const leading = leadingSource(statement, [...aggregates.keys()], scope);
	const joined = [...aggregates.keys()].filter((source) => source !== leading);
	const from = leading ? sql`${summed(leading, aggregates, statement)} cross join buyers b` : sql`buyers b`;
	const joins = joined.map((source) => sql`left join ${summed(source, aggregates, statement)} on ${sql.ref(`${ALIAS[source]}.buyer_id`)} = b.id`);
	return sql`${productIntervals(statement)} select ${sql.join([candidateColumns(statement.shopId, statement.now, capabilities), ...values])} from ${from} ${sql.join(joins, sql` `)}
		where ${leading ? sql`b.id = ${sql.ref(`${ALIAS[leading]}.buyer_id`)} and ` : sql``} b.shop_id = ${statement.shopId} and ${inRange('b.id', statement.range)}
		and b.email is not null and ${condition} ${capabilities.isScanOrdered ? sql`` : sql`order by b.id`}`;
}

const ALIAS: Readonly<Record<SourceName, string>> = { orders: 'so', allOrders: 'sa', carts: 'sc', views: 'sv', mails: 'sm', mailEvents: 'se' };

function remember(aggregates: Map<SourceName, Map<string, Sql>>, source: SourceName, key: string, expression: Sql): Sql {
	const known = aggregates.get(source) ?? new Map<string, Sql>();
	if (!known.has(key)) known.set(key, expression);
	aggregates.set(source, known);
	return sql.ref(`${ALIAS[source]}.c${[...known.keys()].indexOf(key)}`);
}

function summed(source: SourceName, aggregates: Map<SourceName, Map<string, Sql>>, statement: ConditionStatement): Sql {
	const columns = [...(aggregates.get(source) ?? [])].map(([, expression], index) => sql`${expression} as ${sql.ref(`c${index}`)}`);
	const { from, where } = sourceRows(source, statement);
	return sql`(select s.buyer_id, ${sql.join(columns)} from ${from} where ${where} and ${inRange('s.buyer_id', statement.range)} group by s.buyer_id) ${sql.ref(ALIAS[source])}`;
}

function inRange(column: string, { after, upTo }: ConditionStatement['range']): Sql {
	const bounds = [...(after === undefined ? [] : [sql`${sql.ref(column)} > ${after}`]), ...(upTo === undefined ? [] : [sql`${sql.ref(column)} <= ${upTo}`])];
	return bounds.length === 0 ? sql`(1 = 1)` : sql.join(bounds, sql` and `);
}

/** `product_intervals` for the fields that ask what others did after the same product; nothing when none does. */
function productIntervals({ conditions, values, context }: ConditionStatement): Sql {
	const isAsked = [...listConditions(conditions), ...values].some(({ field }) => field.startsWith('repurchase.'));
	return isAsked ? sql`with ${productIntervalsCte(context)}` : sql``;
}

/** Product → interval as a table of the statement, empty when no product has one of its own. */
export function productIntervalsCte({ intervals }: SegmentContext): Sql {
	const rows = [...intervals.byProductMs].map(([product, interval]) => sql`select ${product} as product, ${sql.lit(interval)} as interval_ms`);
	return sql`product_intervals as (${rows.length === 0 ? sql`select '' as product, 0 as interval_ms where 1 = 0` : sql.join(rows, sql` union all `)})`;
}

/** A table without whose rows nobody fits: one that a condition of the outermost “all” asks about and that an empty sum fails. */
function leadingSource({ conditions, context }: ConditionStatement, sources: SourceName[], scope: FieldScope): SourceName | undefined {
	if (conditions.match !== 'all') return undefined;
	const needed = conditions.conditions.flatMap((node) => (isGroup(node) || holds(node, fieldOf(node).read(EMPTY_FACTS, context, { since: sinceOf(node, context) }), context) ? [] : sourcesOf(node, scope)));
	return LEADING_ORDER.find((source) => sources.includes(source) && needed.includes(source));
}

/** The usually smaller table first. */
const LEADING_ORDER: readonly SourceName[] = ['carts', 'mailEvents', 'mails', 'views', 'orders', 'allOrders'];

function sourcesOf(condition: Condition, scope: FieldScope): SourceName[] {
	const sources = new Set<SourceName>();
	fieldSql(condition, { ...scope, aggregate: (source) => { sources.add(source); return sql`null`; } });
	// a field over two tables can hold with rows in one of them only
	return sources.size === 1 ? [...sources] : [];
}

function fieldSql(condition: Condition, scope: FieldScope): FieldSql {
	const make = FIELD_SQL[condition.field];
	if (!make) throw new Error(`segment field ${condition.field} has no SQL`);
	return make(scope, sinceOf(condition, scope.context));
}

function valueSql(field: FieldSql): Sql {
	return field.kind === 'value' ? field.value : sql`null`;
}

/** Every condition is true or false, never null, so that “not” and “none” mean what they say. */
function toSql(node: Condition | ConditionGroup, scope: FieldScope): Sql {
	if (!isGroup(node)) return conditionSql(node, scope);
	const parts = node.conditions.map((child) => toSql(child, scope));
	if (node.match === 'all') return parts.length === 0 ? sql`(1 = 1)` : sql`(${sql.join(parts, sql` and `)})`;
	const some = parts.length === 0 ? sql`(1 = 0)` : sql`(${sql.join(parts, sql` or `)})`;
	return node.match === 'any' ? some : sql`(not ${some})`;
}

function conditionSql(condition: Condition, scope: FieldScope): Sql {
	const field = fieldSql(condition, scope);
	const { positive, isNegated } = NEGATED[condition.operator] ?? { positive: condition.operator, isNegated: false };
	const test = (value: Sql): Sql => TESTS[positive]?.(value, condition.value, scope) ?? sql`(1 = 0)`;
	const holdsSql = field.kind === 'set' ? field.hasElement(test) : test(field.value);
	return isNegated ? sql`((${holdsSql}) is not true)` : sql`((${holdsSql}) is true)`;
}

/** Operators that are the opposite of another one. */
const NEGATED: Readonly<Record<string, { positive: string; isNegated: true }>> = {
	notEquals: { positive: 'equals', isNegated: true }, notInLastDays: { positive: 'inLastDays', isNegated: true }, isNot: { positive: 'is', isNegated: true },
	isNoneOf: { positive: 'isOneOf', isNegated: true }, includesNoneOf: { positive: 'includesAnyOf', isNegated: true }, isFalse: { positive: 'isTrue', isNegated: true },
	isNotEmpty: { positive: 'isEmpty', isNegated: true },
};

type Test = (value: Sql, wanted: Condition['value'], scope: FieldScope) => Sql;

const compare = (operator: '=' | '>=' | '>' | '<=' | '<'): Test => (value, wanted) => sql`${value} ${sql.raw(operator)} ${sql.lit(Number(wanted))}`;
const isOneOf: Test = (value, wanted) => sql`${value} in (${sql.join(Array.isArray(wanted) ? wanted : [wanted])})`;
const positionOf = (value: Sql, wanted: Condition['value'], { capabilities }: FieldScope): Sql =>
	sql`${sql.raw(capabilities.textPosition)}(${capabilities.asciiLower(value)}, ${capabilities.asciiLower(sql`cast(${String(wanted)} as text)`)})`;

const TESTS: Readonly<Record<string, Test>> = {
	equals: compare('='), atLeast: compare('>='), moreThan: compare('>'), atMost: compare('<='), lessThan: compare('<'), before: compare('<'), after: compare('>'),
	inLastDays: (value, days, { context }) => sql`(${value} > ${sql.lit(Math.floor(context.asOf - Number(days) * 86_400_000))} and ${value} <= ${sql.lit(context.asOf)})`,
	is: (value, wanted) => sql`${value} = ${String(wanted)}`,
	isOneOf,
	includesAnyOf: isOneOf,
	contains: (value, wanted, scope) => sql`${positionOf(value, wanted, scope)} > 0`,
	includesText: (value, wanted, scope) => sql`${positionOf(value, wanted, scope)} > 0`,
	startsWith: (value, wanted, scope) => sql`${positionOf(value, wanted, scope)} = 1`,
	isTrue: (value) => sql`${value}`,
	isEmpty: (value) => sql`${value} is null`,
};
