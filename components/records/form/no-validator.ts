/**
 * Stands where rjsf's core looks for its Ajv validator, which its test fixtures import and which compiles schemas with
 * eval. Forms here get their own (validator.ts).
 */
const noValidator = {};
export default noValidator;
