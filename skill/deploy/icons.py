"""The store's icons, drawn from one SVG and committed, so that a build needs no rasteriser."""

from pathlib import Path

ASSETS = Path(__file__).with_name("assets")
SIZES = (108, 512)


def draw_icon(size: int, source: Path = ASSETS / "icon.svg") -> bytes:
    """Rasterise the drawing to a square PNG."""
    import resvg_py  # a development dependency: only whoever changes the drawing needs it

    svg = source.read_text("utf-8")
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size))


def draw_icons(folder: Path = ASSETS) -> None:
    """Write the icon in every size that the manifest names."""
    for size in SIZES:
        (folder / f"icon-{size}.png").write_bytes(draw_icon(size))


if __name__ == "__main__":
    draw_icons()
