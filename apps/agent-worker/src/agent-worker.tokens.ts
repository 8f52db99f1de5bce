/** Names of the parts that are not classes of Nest's making. */
export const RUN_INTAKE = Symbol('RunIntake');
