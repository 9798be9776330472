"""What an application carries about under a name of the program's own: ``app.redis = Redis(...)`` in one file, and in another
``current_app.redis.flushdb()``.

The frameworks hand such objects out again (Flask's ``current_app`` and ``g``, ``app.state`` of Starlette, ``app.ctx`` of Sanic); what they are is
told where they are put there. So do the holders of the standard library: ``threading.local()``, context variables and queues.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.queued import GETS, PUTS, QUEUES
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import UNKNOWN, Api, UnknownValue, Values, join
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

if TYPE_CHECKING:
    from handover_generator.languages._python.members import Members
    from handover_generator.languages._python.program import ModuleInfo

HELD = "held "
"""Begins the announcement of something put on an application."""
_FRAMEWORKS = ("flask", "quart", "starlette", "fastapi", "sanic", "init_app")
_KINDS = {"app": "app", "application": "app", "flask_app": "app", "current_app": "app", "_app": "app", "g": "g", "state": "state", "ctx": "ctx"}
_PUT = regex(r"\b(app|application|flask_app|current_app|_app|g|state|ctx)\.([A-Za-z]\w*)[ \t]*(?::[^=\n]{1,200})?=(?!=)")
_MOST_PLACES = 4
_APPLICATIONS = frozenset({"flask.Flask()", "flask.current_app", "flask.current_app._get_current_object()", "flask.globals.current_app",
                           "quart.Quart()", "quart.current_app"})
_GLOBALS = frozenset({"flask.g", "flask.globals.g", "quart.g"})
_LOCALS = frozenset({"threading.local()", "asgiref.local.Local()", "werkzeug.local.Local()", "gevent.local.local()", "greenlet.getcurrent()"})
_HANDS_OUT = {
    "contextvars.ContextVar().get": ("set",), "weakref.ref()": (), "collections.deque().pop": ("append", "appendleft"),
    "collections.deque().popleft": ("append", "appendleft"),
} | {f"{queue}().{get}": PUTS for queue in QUEUES for get in GETS}
"""What gives back something that was put into a holder, and the methods that put it there."""
_PUTTING = frozenset(method for methods in _HANDS_OUT.values() for method in methods)
_OWN = word_set("""
    aborter add_background_task add_template_filter add_template_global add_template_test add_url_rule add_websocket after_request after_serving
    after_websocket app_context app_ctx_globals_class asgi_app async_to_sync auto_find_instance_path before_first_request before_request
    before_serving before_websocket blueprints cli config config_class context_processor create_global_jinja_loader create_jinja_environment
    create_url_adapter debug default_config delete dispatch_request do_teardown_appcontext do_teardown_request endpoint ensure_sync env environ
    error_handler_spec errorhandler extensions finalize_request full_dispatch_request get get_send_file_max_age got_first_request
    handle_exception handle_http_exception handle_url_build_error handle_user_exception has_static_folder host_matching import_name
    inject_url_defaults instance_path iter_blueprints jinja_env jinja_environment jinja_loader jinja_options json json_decoder json_encoder
    json_provider_class log_exception logger make_aborter make_config make_default_options_response make_response make_shell_context name
    open_instance_resource open_resource patch permanent_session_lifetime pop post preprocess_request process_response propagate_exceptions put
    raise_routing_exception redirect register_blueprint register_error_handler request_class request_context response_class root_path route run
    run_task secret_key select_jinja_autoescape send_file_max_age_default send_static_file session_cookie_name session_interface setdefault
    shell_context_processor shell_context_processors should_ignore_error static_folder static_url_path subdomain_matching teardown_appcontext
    teardown_appcontext_funcs teardown_request template_context_processors template_filter template_folder template_global template_test
    templates_auto_reload test_cli_runner test_cli_runner_class test_client test_client_class test_request_context testing trap_http_exception
    try_trigger_before_first_request_functions update_template_context url_build_error_handlers url_default_functions url_defaults url_for
    url_map url_map_class url_rule_class url_value_preprocessor url_value_preprocessors use_x_sendfile view_functions websocket while_serving
    wsgi_app
""")
"""Members of Flask's and Quart's application, and of ``g``, that are theirs."""


def put_in(text: str) -> Iterator[str]:
    """The names under which a file puts something on an application, each with the kind of what holds it: ``app.redis``, ``g.db``."""
    if any(word in text for word in _FRAMEWORKS):
        for match in _PUT.finditer(text):
            yield f"{_KINDS[match.group(1)]}.{match.group(2)}"


def carried(frame: Members, value: Api, name: str, node: ast.AST) -> Values | None:
    """``current_app.redis``: what the files of the repository put there, unknown where none is seen to; None for members of the framework's own."""
    if value.path in _LOCALS:
        holder = _last(node.value) if isinstance(node, ast.Attribute) else ""
        put = [frame.engine.read_in(frame.module, one) for one in _put_there(frame.module, (holder,), name)[:_MOST_PLACES]] if holder else []
        return join(*put) if put else (UnknownValue(name),)
    kind = _holder(value.path)
    if kind is None or name in _OWN or name.startswith("_"):
        return None
    found: list[Values] = []
    for path in frame.tools.announcers(f"{HELD}{kind}.{name}")[:_MOST_PLACES]:
        module = frame.engine.program.load(path)
        if module is not None:
            frame.engine.ensure(module)
            holders = tuple(word for word, each in _KINDS.items() if each == kind)
            found += [frame.engine.read_in(module, expression) for expression in _put_there(module, holders, name)[:_MOST_PLACES]]
    return join(*found) if found else (UnknownValue(name),) if kind in ("app", "g") else UNKNOWN


def _holder(path: str) -> str | None:
    if path in _APPLICATIONS:
        return "app"
    if path in _GLOBALS:
        return "g"
    if path.endswith(".state") and path.startswith(("fastapi.", "starlette.")):
        return "state"
    return "ctx" if path.endswith(".ctx") and path.startswith("sanic.") else None


def handed_out(frame: Members, path: str, node: ast.AST) -> Values | None:
    """``queue.get()``, ``variable.get()``: what the same file puts there, unknown where it is not seen to; None for other calls."""
    putting = _HANDS_OUT.get(path)
    if putting is None:
        return None
    function = node.func if isinstance(node, ast.Call) else None
    holder = _last(function.value) if isinstance(function, ast.Attribute) else ""
    put = [given for method, where, given in _given(frame.module.tree) if method in putting and where == holder] if holder and putting else []
    return join(*(frame.engine.read_in(frame.module, one) for one in put[:_MOST_PLACES])) or UNKNOWN


@remembered
def _given(tree: ast.Module) -> list[tuple[str, str, ast.expr]]:
    """What a file puts into holders: the method, what the holder is called, the first argument."""
    return [(call.func.attr, _last(call.func.value), call.args[0]) for call in nodes_in(tree) if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute) and call.func.attr in _PUTTING and call.args]


def _put_there(module: ModuleInfo, holders: tuple[str, ...], name: str) -> list[ast.expr]:
    """The expressions that a file puts under a name on what is called so; of a variable what it is set to in the function around."""
    found: list[ast.expr] = []
    for scope in ast.walk(module.tree):
        if not isinstance(scope, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for node in _statements(scope):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
            if isinstance(target, ast.Attribute) and target.attr == name and _last(target.value) in holders and node.value is not None:
                found += _set_to(scope, node.value.id) if isinstance(node.value, ast.Name) else [node.value]
    return found


def _statements(scope: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.Assign | ast.AnnAssign]:
    """The assignments of a function or module, those of functions inside left out."""
    stack: list[ast.AST] = list(scope.body)
    while stack:
        node = stack.pop(0)
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            yield node
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            stack += ast.iter_child_nodes(node)


def _set_to(scope: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> list[ast.expr]:
    given = [node.value for node in _statements(scope) if node.value is not None
             and any(isinstance(target, ast.Name) and target.id == name
                     for target in (node.targets if isinstance(node, ast.Assign) else [node.target]))]
    return given or [ast.Name(id=name, ctx=ast.Load(), lineno=1, col_offset=0)]


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
