"""The contract, judged by a validator of OpenAPI that others keep."""

from tests.central.contract import contract


def test_the_contract_is_openapi_3_1():
    # Four seconds of the processor, in every process that collects the tests.
    from openapi_spec_validator import OpenAPIV31SpecValidator

    OpenAPIV31SpecValidator(contract()).validate()
