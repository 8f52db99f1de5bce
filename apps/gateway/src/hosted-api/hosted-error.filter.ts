import { Catch } from '@nestjs/common';
import type { FrontdeskError } from '@frontdesk/contracts';
import { errorBody, type ErrorBody } from '../edge/error-body.js';
import { ErrorFilter } from '../edge/error.filter.js';

/** The official clients' error objects have all four fields; what does not apply is null. */
@Catch()
export class HostedErrorFilter extends ErrorFilter {
  protected override bodyOf(error: FrontdeskError): { readonly error: Omit<ErrorBody['error'], 'param'> & { readonly param: string | null } } {
    const body = errorBody(error);
    return { error: { ...body.error, param: body.error.param ?? null } };
  }
}
