"""How the documentation is built: ``make docs`` writes it to ``build/docs``, offline, warnings being errors."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent / "_ext")]
# The kernels that run the pages read this gxkit too, whatever else is installed.
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))
)

import gxkit

project = "gxkit"
author = "gxkit contributors"
project_copyright = "gxkit contributors, MIT licence"
version = release = gxkit.__version__

extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc", "rooms", "pages", "searching"]
exclude_patterns = ["_ext"]
default_role = "py:obj"
smartquotes = False  # a bent quote is taken from the Chinese font, and is as wide as a sign
add_module_names = False
python_maximum_signature_line_length = 80

# Pages: Markdown, some with code that is run each time they are built.
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

# Reference: the types stand in the docstrings, so a signature need not repeat them.
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
numpydoc_show_class_members = False

html_theme = "furo"
html_title = f"gxkit {release}"
html_static_path = ["_static"]
html_css_files = ["gxkit.css"]
html_search_language = "both"  # Chinese and English, as docs/_ext/searching.py finds them
html_copy_source = False
html_show_sphinx = False
_FONTS = (
    '-apple-system, "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, "Liberation Sans", '
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
)
html_theme_options = {
    "light_css_variables": {"font-stack": _FONTS},
    "dark_css_variables": {"font-stack": _FONTS},
}
