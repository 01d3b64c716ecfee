"""The contract, judged by a validator of OpenAPI that others keep."""

from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.central.contract import contract


def test_the_contract_is_openapi_3_1():
    OpenAPIV31SpecValidator(contract()).validate()
